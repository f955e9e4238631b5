"""Django's name for this app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The stage's rows."""

    name = "certdesk.stages.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
