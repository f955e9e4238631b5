"""Django's name for this app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and template tags of all pages."""

    name = "certdesk.web"
    label = "web"
