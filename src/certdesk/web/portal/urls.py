"""Addresses of the holder's pages. A progress link is a signed token; nothing personal stands in an address."""

from django.urls import path

from certdesk.web.portal import apply, progress, start

app_name = "portal"
urlpatterns = [
    path("", start.start, name="start"),
    path("privacy/", start.privacy, name="privacy"),
    path("offices/", start.offices, name="offices"),
    path("apply/<slug:business>/", apply.apply, name="apply"),
    path("apply/<slug:business>/look/", apply.look, name="look"),
    path("screenshot/", start.screenshot, name="screenshot"),
    path("submitted/<str:token>/", progress.submitted, name="submitted"),
    path("p/<str:token>/", progress.progress, name="progress"),
    path("p/<str:token>/supplement/", progress.supplement, name="supplement"),
    path("p/<str:token>/supplement/look/", progress.look, name="look_supplement"),
    path("p/<str:token>/withdraw/", progress.withdraw, name="withdraw"),
    path("p/<str:token>/details/", progress.details, name="details"),
    path("p/<str:token>/letter.pdf", progress.letter, name="letter"),
    path("p/<str:token>/paper/<int:paper_id>.pdf", progress.paper, name="paper"),
    path("p/<str:token>/qr.svg", progress.qr, name="qr"),
]
