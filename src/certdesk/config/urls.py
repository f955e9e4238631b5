"""Addresses: the holder's portal at the root, verification under /v/, the desk under /desk/."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("certdesk.web.portal.urls")),
    path("v/", include("certdesk.web.public.urls")),
    path("V/", include("certdesk.web.public.short_urls")),
    path("desk/", include("certdesk.web.desk.urls")),
    path("accounts/", include("certdesk.web.account_urls")),
]

handler403 = "certdesk.web.errors.forbidden"
handler404 = "certdesk.web.errors.not_found"
handler500 = "certdesk.web.errors.server_error"
