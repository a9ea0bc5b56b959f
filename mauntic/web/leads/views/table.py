"""The list of leads."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.crm.companies.selectors.employers import employer_to_come
from mauntic.crm.contacts.services.edit import create_contact
from mauntic.crm.imports.selectors import written_contacts
from mauntic.crm.lists.domain.queries import query_of
from mauntic.crm.lists.selectors.views import Views, default_view, views_of
from mauntic.crm.models import Company, Contact, ContactQuerySet, ListName
from mauntic.kernel.db.counting import count_words
from mauntic.kernel.db.paging import PAGE_SIZE, Keyset
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.quick import quick_page, saved
from mauntic.kernel.pages.rendering import page_or_part
from mauntic.kernel.pages.selection import MOST
from mauntic.kernel.parsing import uuids
from mauntic.web.leads.filters import LeadFilter
from mauntic.web.leads.forms import LeadForm
from mauntic.web.leads.selectors.rows import LEAD_TABS, lead_rows, lead_tabs
from mauntic.web.leads.views.saved import address_of

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
USUAL = (("tab", "all"), ("sort", BEST_FIRST))
"""What the list shows unless its address says something else."""


def narrowed(request: HttpRequest, given: QueryDict | None = None) -> LeadFilter:
    """The filters of the address, or those in `given`, over the leads of their tab or import."""
    given = request.GET if given is None else given
    tab = given.get("tab", "all")
    _label, rows = LEAD_TABS.get(tab, LEAD_TABS["all"])
    found = rows(signed_in(request))
    if import_id := uuids([given.get("import", "")]):
        found = found.filter(pk__in=written_contacts(import_id[0]))
    return LeadFilter(given, found, request=request)


def in_order(request: HttpRequest, rows: ContactQuerySet, size: int) -> Keyset[Contact]:
    """The rows in the order that the address asks for."""
    name = _sort(request)
    return Keyset(rows, SORTS[name.removeprefix("-")], descending=name.startswith("-"), size=size)


def _sort(request: HttpRequest) -> str:
    name = request.GET.get("sort", BEST_FIRST)
    return name if name.removeprefix("-") in SORTS else BEST_FIRST


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List leads, filtered and sorted by the query string; without one, by the person's default view."""
    if not request.GET and (usual := default_view(ListName.LEADS, signed_in(request))):
        return redirect(address_of(usual))
    found = narrowed(request)
    page = in_order(request, found.qs, size=PAGE_SIZE).page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    rows = lead_rows(page.rows, signed_in(request))
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
        "views": later(lambda: _views(request)),
        "most": MOST,
        "owners": User.objects.filter(is_active=True),
        "tabs": later(lambda: lead_tabs(signed_in(request), request.GET.get("tab", "all"))),
    }
    return page_or_part(request, "web/leads/index.html", "results", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Create a lead. `?company=` and `?email=` fill in the fields. Page, or part for the dialog."""
    given = {"company": _company_named(request), "email": request.GET.get("email", "")[:254]}
    form = LeadForm(request.POST or None, initial=given, auto_id="new_%s")
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if value}
        try:
            contact = create_contact(values={**values, "owner": signed_in(request)}, source="manual")
        except MaunticError as error:
            add_errors(form, error)
        else:
            return saved(request, _("Lead {name} created."), contact, reverse("lead", args=[contact.pk]))
    return quick_page(request, "web/leads/new.html", {"form": form})


def _company_named(request: HttpRequest) -> str:
    ids = uuids([request.GET.get("company", "")])
    return Company.objects.filter(pk__in=ids).values_list("name", flat=True).first() or ""


@login_required
def employer(request: HttpRequest) -> HttpResponse:
    """Show which company the new lead will join or create."""
    sentence = employer_to_come({name: request.GET.get(name, "") for name in ("company", "website", "email")})
    return HttpResponse(escape(sentence))


def _views(request: HttpRequest) -> Views:
    return views_of(
        ListName.LEADS,
        signed_in(request),
        opened=request.GET.get("view", ""),
        query=query_of(dict(request.GET.lists())),
        usual=USUAL,
    )


def _without(given: QueryDict, *names: str) -> str:
    query = given.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()
