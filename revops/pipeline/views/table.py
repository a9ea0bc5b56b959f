"""The table of deals: filters, tabs, sorting, and inline editing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mauntic.accounts.context import signed_in
from mauntic.accounts.selectors import active_people
from mauntic.kernel.clock import now
from mauntic.kernel.db.counting import count_words
from mauntic.kernel.db.paging import PAGE_SIZE, Keyset
from mauntic.kernel.errors import Invalid, MaunticError
from mauntic.kernel.pages.forms import checked
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.rendering import page_or_part
from revops.deals.forms import OPEN_STAGES, DealForm, edit_form, refuse, stage_form
from revops.deals.models.deals import Deal, DealQuerySet
from revops.deals.selectors.visible import deal as deal_seen_by
from revops.deals.services import create
from revops.deals.services.closing import close_deal
from revops.pipeline.filters import DealFilter, period_label
from revops.pipeline.selectors.table import (
    NEWEST_FIRST,
    TABS,
    deal_rows,
    deal_tabs,
    is_order,
    of_tab,
    order_key,
    with_relations,
)

# Fields that can be edited inline.
EDITABLE = ("name", "value", "stage", "expected_close_on", "owner", "priority", "category_override")


def narrowed(request: HttpRequest) -> DealFilter:
    """Return the filters of the URL, over the deals of its tab that the user can see."""
    user = signed_in(request)
    rows = of_tab(Deal.objects.visible_to(user), request.GET.get("tab", "open"), user)
    return DealFilter(request.GET, rows, user=user)


def in_order(request: HttpRequest, rows: DealQuerySet, size: int) -> Keyset[Deal]:
    """Return the rows in the order of the URL."""
    name = order_of(request)
    key = order_key(name.removeprefix("-"))
    return Keyset(rows, key, descending=name.startswith("-"), size=size)


def order_of(request: HttpRequest) -> str:
    """Return the order of the URL; newest first by default."""
    name = request.GET.get("sort", NEWEST_FIRST)
    return name if is_order(name) else NEWEST_FIRST


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show a page of deals, as a fragment for htmx. `?edit=value&deal=ID` opens a field."""
    user, at, found = signed_in(request), now(), narrowed(request)
    tab = request.GET.get("tab", "open")
    tab = tab if tab in TABS else "open"
    page = in_order(request, with_relations(found.qs), PAGE_SIZE).page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context: dict[str, Any] = {
        "filter": found,
        "closed_in": period_label(request.GET.get("closed", "")),
        "page": page,
        "rows": deal_rows(page.rows, at),
        "total": count_words(found.qs),
        "sort": order_of(request),
        "tab": tab,
        "tabs": later(lambda: deal_tabs(Deal.objects.visible_to(user), user, tab)),
        "people": active_people(),
        "stages": OPEN_STAGES,
        "query": request.GET.urlencode(),
        **_opened(page.rows, request.GET.get("deal", ""), request.GET.get("edit", "")),
    }
    return page_or_part(request, "revops/pipeline/deals.html", "results", context)


def _opened(rows: list[Deal], deal_id: str, field: str) -> dict[str, Any]:
    deal = next((row for row in rows if str(row.pk) == deal_id), None)
    if deal is None or field not in EDITABLE:
        return {}
    return {"edited": deal.pk, "editing": field, "form": _form(deal, field)}


def _form(deal: Deal, field: str, data: Any = None) -> DealForm:
    if field == "stage":
        return stage_form(deal, data)
    return edit_form(deal, data, only=(field, "version"))


@login_required
@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """Answer with one row: plain, with the field of `?edit=` open, or saved."""
    user = signed_in(request)
    deal = deal_seen_by(deal_id, user)
    field = request.POST.get("field") or request.GET.get("edit", "")
    if field and field not in EDITABLE:
        problem = _('"{field}" cannot be edited here. Use one of {fields}.')
        raise Invalid({"field": problem.format(field=field, fields=", ".join(EDITABLE))})
    form = _form(deal, field, request.POST or None) if field else None
    if request.method == "POST" and form is not None and _saved(request, deal, form, field):
        form = None
    if not getattr(request, "htmx", None):
        return redirect(next_page(request, reverse("revops:deals")))
    return _row(request, deal_id, form, field)


def _row(request: HttpRequest, deal_id: UUID, form: DealForm | None, field: str) -> HttpResponse:
    at = now()
    rows = with_relations(Deal.objects.visible_to(signed_in(request))).filter(pk=deal_id)
    page = {
        "row": next(iter(deal_rows(rows, at)), None),
        "form": form,
        "editing": field if form else "",
        "edited": deal_id,
        "back": next_page(request, reverse("revops:deals")),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "revops/pipeline/_deal_row_answer.html", page, status=status)


def _saved(request: HttpRequest, deal: Deal, form: DealForm, field: str) -> bool:
    if not form.is_valid():
        _show_errors(request, form)
        return False
    try:
        _save(deal, form, field, request)
    except MaunticError as error:
        refuse(form, error)
        _show_errors(request, form)
        return False
    text = _('{field} of "{name}" saved.')
    messages.success(request, text.format(field=form.fields[field].label, name=deal.name))
    return True


def _save(deal: Deal, form: DealForm, field: str, request: HttpRequest) -> None:
    user, version = signed_in(request), form.cleaned_data["version"] or deal.version
    if field == "stage":
        close_deal(deal_id=deal.pk, stage=form.cleaned_data["stage"], by=user, version=version)
    else:
        create.change_deals(deal_ids=[deal.pk], changes=form.changes(), by=user, versions={deal.pk: version})


def _show_errors(request: HttpRequest, form: DealForm) -> None:
    """Show the errors as a message when the page was sent without JavaScript."""
    if not getattr(request, "htmx", None):
        checked(form)
