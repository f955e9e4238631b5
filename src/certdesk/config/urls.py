"""Addresses: the holder's portal at the root, verification under /v/, the desk under /desk/."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
