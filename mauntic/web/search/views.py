"""Search for records of all kinds: a page, and the results of the command palette."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.kernel.db.counting import count_words
from mauntic.kernel.pages.finders import kinds
from mauntic.kernel.pages.rendering import page_or_part

SHOWN, SHOWN_IN_PALETTE = 8, 5
# One letter is in most names: the palette waits for the next.
SHORTEST_IN_PALETTE = 2
PALETTE = "palette-found"


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Show the first results of each kind for `q`, with links to all. Only what the user may see is found."""
    text, user = request.GET.get("q", "").strip(), signed_in(request)
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.target == PALETTE:
        groups = _hits(text, user) if len(text) >= SHORTEST_IN_PALETTE else []
    else:
        groups = _groups(text, user) if text else []
    context = {"text": text, "groups": groups, "found": any(group["rows"] for group in groups)}
    return page_or_part(request, "web/search.html", PALETTE, context)


def _hits(text: str, user: User) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "rows": [kind.hit(row) for row in kind.find(text, user)[:SHOWN_IN_PALETTE]]}
        for kind in kinds()
    ]


def _groups(text: str, user: User) -> list[dict[str, Any]]:
    groups = []
    for kind in kinds():
        found = kind.find(text, user)
        url = f"{reverse(kind.page)}?{urlencode({'q': text})}"
        groups.append(
            {
                "kind": kind,
                "label": str(kind.label),
                "rows": list(found[:SHOWN]),
                "count": count_words(found),
                "url": url,
            }
        )
    return groups
