"""Search: leads, companies and deals that carry a word."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.crm.selectors import LeadFilters, companies, leads
from mauntic.kernel.counting import count_words
from revops.selectors import deals_found

SHOWN = 8


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """The first of each kind with the word `q`, and the way to the others; deals as far as one sees them."""
    text = request.GET.get("q", "").strip()
    groups = _groups(text, signed_in(request)) if text else []
    context = {"text": text, "groups": groups, "found": any(group["rows"] for group in groups)}
    return render(request, "web/search.html", context)


def _groups(text: str, user: User) -> list[dict[str, object]]:
    kinds = (
        ("Leads", "lead", leads(LeadFilters(q=text)), reverse("leads")),
        ("Companies", "company", companies(q=text), reverse("companies")),
        ("Deals", "deal", deals_found(text, user), reverse("revops:deals")),
    )
    return [
        {
            "label": label,
            "kind": kind,
            "rows": list(found[:SHOWN]),
            "count": count_words(found),
            "url": f"{url}?{urlencode({'q': text})}",
        }
        for label, kind, found, url in kinds
    ]
