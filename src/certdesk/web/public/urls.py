"""Addresses of the verification pages; short, for they stand in QR codes."""

from django.urls import path

from certdesk.web.public import offline, verify

app_name = "public"
urlpatterns = [
    path("", verify.verify, name="verify"),
    path("keys", offline.keys, name="keys"),
    path("offline.html", offline.page, name="offline_page"),
    path("<str:code>", verify.verify_code, name="verify_code"),
]
