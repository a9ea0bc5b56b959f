"""Where a form leads back to: the page that it was on, as its field `next` says."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000


def next_page(request: HttpRequest, otherwise: str) -> str:
    """Return the path in `next` of the form or query, if it is a path on this host.

    Only absolute paths are accepted: `redirect` takes a bare word for the name of a view, and fails.

    Args:
        request: with or without `next`.
        otherwise: the path to return for a missing or foreign one.
    """
    there = request.POST.get("next") or request.GET.get("next") or ""
    is_path = there.startswith("/") and len(there) <= LONGEST
    return there if is_path and url_has_allowed_host_and_scheme(there, request.get_host()) else otherwise
