"""Django's name for this app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The case file."""

    name = "certdesk.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
