"""The one address that stands in QR codes, upper-case as all of them."""

from django.urls import path
from django.views.generic import RedirectView

from certdesk.web.public import verify

app_name = "public_short"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="public:verify", query_string=True)),
    path("<str:code>", verify.verify_qr, name="offline"),
]
