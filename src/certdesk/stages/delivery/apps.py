"""Django's name for this app."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The stage's rows."""

    name = "certdesk.stages.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"
