"""The one address that stands in QR codes, upper-case as all of them."""

from django.urls import path

from certdesk.web.public import verify

app_name = "public_short"
urlpatterns = [path("<str:code>", verify.verify_qr, name="offline")]
