"""URLs of the Segment tracking API, with the short ones of its browser library."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from mauntic.tracking.visits.api import segment

_KINDS = {
    "identify": "i",
    "track": "t",
    "page": "p",
    "screen": "s",
    "group": "g",
    "alias": "a",
}


def _both(route: str, view: Callable[..., HttpResponseBase], **options: str) -> list[URLPattern]:
    """Return the URL with and without a slash at the end: a redirect would lose the body of a POST."""
    return [path(route, view, options), path(f"{route}/", view, options)]


urlpatterns = [
    *(each for name in ("batch", "import", "b") for each in _both(name, segment.batch)),
    *_both("m", segment.metrics),
    *_both("projects/<str:key>/settings", segment.browser_settings),
    *(
        each
        for kind, letter in _KINDS.items()
        for name in (kind, letter)
        for each in _both(name, segment.single, kind=kind)
    ),
]
