"""The Django app that owns the table of jobs."""

from django.apps import AppConfig


class JobQueueConfig(AppConfig):
    """Jobs and the slots of schedules."""

    name = "certdesk.adapters.job_queue"
    label = "job_queue"
