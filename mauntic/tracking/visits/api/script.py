"""`/t.js`: the script that websites add to their pages."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import etag

from mauntic.tracking.keys.api.edge import for_any_site

SOURCE = "js/track.js"
YEAR = "public, max-age=31536000, immutable"
HOUR = "public, max-age=3600, stale-while-revalidate=86400"


@lru_cache(maxsize=1)
def script_text() -> str:
    """Return the script without indentation and comments."""
    found = finders.find(SOURCE)
    if not isinstance(found, str):
        raise FileNotFoundError(f"{SOURCE} is not among the static files.")
    lines = (line.strip() for line in Path(found).read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@lru_cache(maxsize=1)
def script_version() -> str:
    """Return a digest of the script."""
    return hashlib.sha256(script_text().encode()).hexdigest()[:12]


@for_any_site("GET", "HEAD")
@gzip_page
@etag(lambda _: f'"{script_version()}"')
def page_script(request: HttpRequest) -> HttpResponse:
    """Return the script. Browsers cache it for a year with its version (`?v=`), else for an hour."""
    is_versioned = request.GET.get("v") == script_version()
    return HttpResponse(
        script_text(),
        content_type="text/javascript; charset=utf-8",
        headers={
            "Cache-Control": YEAR if is_versioned else HOUR,
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )
