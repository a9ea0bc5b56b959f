"""Search for leads, companies and deals."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.crm.companies.selectors.lists import companies
from mauntic.crm.contacts.selectors.lists import LeadFilters, leads
from mauntic.kernel.db.counting import count_words
from revops.deals.selectors.visible import deals_found

SHOWN = 8


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Show the first results of each kind for `q`, with links to all. Hidden deals are left out."""
    text = request.GET.get("q", "").strip()
    groups = _groups(text, signed_in(request)) if text else []
    context = {"text": text, "groups": groups, "found": any(group["rows"] for group in groups)}
    return render(request, "web/search.html", context)


def _groups(text: str, user: User) -> list[dict[str, object]]:
    kinds = (
        (_("Leads"), "lead", leads(LeadFilters(q=text)), reverse("leads")),
        (_("Companies"), "company", companies(q=text), reverse("companies")),
        (_("Deals"), "deal", deals_found(text, user), reverse("revops:deals")),
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
