"""Django's name for this app."""

from django.apps import AppConfig


class IssueConfig(AppConfig):
    """The stage's rows."""

    name = "certdesk.stages.issue"
    label = "issue"
    default_auto_field = "django.db.models.BigAutoField"
