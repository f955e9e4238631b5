"""Django's name for this app."""

from django.apps import AppConfig


class VerifyConfig(AppConfig):
    """The stage's rows."""

    name = "certdesk.stages.verify"
    label = "verify"
    default_auto_field = "django.db.models.BigAutoField"
