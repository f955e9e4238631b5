"""Django's name for this app."""

from django.apps import AppConfig


class DecisionConfig(AppConfig):
    """The stage's rows."""

    name = "certdesk.stages.decision"
    label = "decision"
    default_auto_field = "django.db.models.BigAutoField"
