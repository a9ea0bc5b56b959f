"""The addresses of the Segment tracking API, with the short ones that its browser library uses."""

from django.urls import path

from mauntic.tracking.api import views

_KINDS = {
    "identify": "i",
    "track": "t",
    "page": "p",
    "screen": "s",
    "group": "g",
    "alias": "a",
}

urlpatterns = [
    path("batch", views.batch),
    path("b", views.batch),
    path("m", views.metrics),
    path("projects/<str:key>/settings", views.browser_settings),
    *(path(name, views.single, {"kind": kind}) for kind, letter in _KINDS.items() for name in (kind, letter)),
]
