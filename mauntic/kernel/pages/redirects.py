"""Where a form leads back to: the page that it was on, as its field `next` says."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000


def next_page(request: HttpRequest, otherwise: str) -> str:
    """Return the path in `next` of the form or the address, where it is one of this host; else `otherwise`.

    Only paths from the root are taken: `redirect` takes a bare word for the name of a view, and fails.
    """
    there = request.POST.get("next") or request.GET.get("next") or ""
    is_path = there.startswith("/") and len(there) <= LONGEST
    return there if is_path and url_has_allowed_host_and_scheme(there, request.get_host()) else otherwise
