"""Django's name for this app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The stage's rows."""

    name = "certdesk.stages.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
