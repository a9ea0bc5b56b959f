"""The list of leads: who is worth my time?"""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.crm.models import Contact, ContactQuerySet
from mauntic.crm.selectors import LeadFilters, leads
from mauntic.crm.services import assign_owner, create_contact
from mauntic.kernel.counting import count_words
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.forms import add_errors
from mauntic.kernel.paging import PAGE_SIZE, Keyset
from mauntic.kernel.parsing import uuids
from mauntic.kernel.rendering import page_or_part
from mauntic.web.filters import LeadFilter
from mauntic.web.forms import LeadForm
from mauntic.web.selectors import LEAD_TABS, lead_rows, lead_tabs

# What is not known sorts as the least.
SORTS: dict[str, str | Combinable] = {
    "score": "lead_score",
    "name": "search_text",
    "intent": "intent_score",
    "quality": Coalesce("data_quality_score", Decimal(0)),
    "enriched": Coalesce("last_enriched_at", F("created_at")),
    "new": "created_at",
}
BEST_FIRST = "-score"
ONWARDS = {"export": "leads-export", "enrich": "leads-enrich"}
"""What is done to ticked leads by pages of their own."""


def narrowed(request: HttpRequest) -> LeadFilter:
    """The filters of the address, over the leads of its tab or import."""
    tab = request.GET.get("tab", "all")
    _, rows = LEAD_TABS.get(tab, LEAD_TABS["all"])
    found = rows(signed_in(request))
    if import_id := uuids([request.GET.get("import", "")]):
        found = found.filter(pk__in=leads(LeadFilters(import_id=import_id[0])).order_by().values("pk"))
    return LeadFilter(request.GET, found, request=request)


def in_order(request: HttpRequest, rows: ContactQuerySet, size: int) -> Keyset[Contact]:
    """The rows in the order that the address asks for."""
    name = _sort(request)
    return Keyset(rows, SORTS[name.removeprefix("-")], descending=name.startswith("-"), size=size)


def _sort(request: HttpRequest) -> str:
    name = request.GET.get("sort", BEST_FIRST)
    return name if name.removeprefix("-") in SORTS else BEST_FIRST


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """A page of leads, filtered and sorted by the address; a fragment where htmx wants one."""
    found = narrowed(request)
    page = in_order(request, found.qs, size=PAGE_SIZE).page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    rows = lead_rows(page.rows)
    context: dict[str, Any] = {
        "filter": found,
        "page": page,
        "rows": rows,
        "total": count_words(found.qs),
        "is_settling": any(row.is_pending for row in rows),
        "sort": _sort(request),
        "tab": request.GET.get("tab", "all"),
        "is_filtered": any(value for name, value in request.GET.items() if name in found.filters),
        "query": _without(request.GET, "after", "before"),
        "owners": User.objects.filter(is_active=True),
        "tabs": lambda: lead_tabs(signed_in(request), request.GET.get("tab", "all")),
    }
    return page_or_part(request, "web/leads.html", "results", context)


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Does one thing to the ticked leads, then goes back to the list."""
    ids = uuids(request.POST.getlist("ids"))
    if not ids:
        messages.warning(request, "Tick at least one lead first.")
        return HttpResponseRedirect(_list_address(request))
    if onwards := ONWARDS.get(request.POST.get("action", "")):
        return redirect(f"{reverse(onwards)}?{'&'.join(f'ids={pk}' for pk in ids)}")
    try:
        messages.success(request, _done(request, ids))
    except MaunticError as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(_list_address(request))


def _done(request: HttpRequest, ids: list[uuid.UUID]) -> str:
    owner = User.objects.filter(pk__in=uuids([request.POST.get("owner", "")]), is_active=True).first()
    moved = assign_owner(contact_ids=ids, owner=owner)
    return f"{_leads(moved)} given to {owner or 'nobody'}."


def _leads(count: int) -> str:
    return "1 lead" if count == 1 else f"{count:,} leads"


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A form for one lead."""
    form = LeadForm(request.POST or None)
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if value}
        try:
            contact = create_contact(values={**values, "owner": signed_in(request)}, source="manual")
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{contact} is there.")
            return redirect("lead", contact.pk)
    return render(request, "web/lead_new.html", {"form": form})


def _without(given: QueryDict, *names: str) -> str:
    kept = given.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()


def _list_address(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours else reverse("leads")
