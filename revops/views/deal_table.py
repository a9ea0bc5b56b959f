"""Deals as a table: filters, tabs, orders, editing in place, and the same for many at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mauntic.accounts.context import signed_in
from mauntic.accounts.selectors import active_people
from mauntic.kernel.clock import now
from mauntic.kernel.counting import count_words
from mauntic.kernel.errors import Invalid, MaunticError
from mauntic.kernel.paging import PAGE_SIZE, Keyset
from mauntic.kernel.rendering import page_or_part
from revops import services
from revops.filters import DealFilter
from revops.forms.deals import OPEN_STAGES, DealForm, edit_form, refuse, sentences, stage_form
from revops.models import Deal, DealQuerySet
from revops.selectors import deal as deal_seen_by
from revops.selectors.deal_table import (
    NEWEST_FIRST,
    TABS,
    deal_rows,
    deal_tabs,
    is_order,
    of_tab,
    order_key,
    whole,
)
from revops.services.closing import close_deal
from revops.views.deal_parts import back

# Fields that are edited in place.
EDITABLE = ("name", "value", "stage", "expected_close_on", "owner", "priority", "category_override")


def narrowed(request: HttpRequest) -> DealFilter:
    """The filters of the address, over the deals of its tab that the person sees."""
    user = signed_in(request)
    rows = of_tab(Deal.objects.visible_to(user), request.GET.get("tab", "open"), user)
    return DealFilter(request.GET, rows, user=user)


def in_order(request: HttpRequest, rows: DealQuerySet, size: int) -> Keyset[Deal]:
    """The rows in the order that the address asks for."""
    name = order_of(request)
    key = order_key(name.removeprefix("-"))
    return Keyset(rows, key, descending=name.startswith("-"), size=size)


def order_of(request: HttpRequest) -> str:
    """The order that the address asks for, the newest first unasked."""
    name = request.GET.get("sort", NEWEST_FIRST)
    return name if is_order(name) else NEWEST_FIRST


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """A page of deals; a fragment where htmx wants one. `?edit=value&deal=ID` opens a field."""
    user, at, found = signed_in(request), now(), narrowed(request)
    tab = request.GET.get("tab", "open")
    tab = tab if tab in TABS else "open"
    page = in_order(request, whole(found.qs), PAGE_SIZE).page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context: dict[str, Any] = {
        "filter": found,
        "page": page,
        "rows": deal_rows(page.rows, at),
        "total": count_words(found.qs),
        "sort": order_of(request),
        "tab": tab,
        "tabs": lambda: deal_tabs(Deal.objects.visible_to(user), user, tab),
        "people": active_people(),
        "stages": OPEN_STAGES,
        "query": request.GET.urlencode(),
        **_opened(page.rows, request.GET.get("deal", ""), request.GET.get("edit", "")),
    }
    return page_or_part(request, "revops/deals.html", "results", context)


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
    """One row: as it is, with a field opened by `?edit=`, or saved."""
    user = signed_in(request)
    deal = deal_seen_by(deal_id, user)
    field = request.POST.get("field") or request.GET.get("edit", "")
    if field and field not in EDITABLE:
        raise Invalid({"field": f"“{field}” is not edited here. Use one of {', '.join(EDITABLE)}."})
    form = _form(deal, field, request.POST or None) if field else None
    if request.method == "POST" and form is not None and _saved(request, deal, form, field):
        form = None
    if not getattr(request, "htmx", None):
        return redirect(back(request, reverse("revops:deals")))
    return _row(request, deal_id, form, field)


def _row(request: HttpRequest, deal_id: UUID, form: DealForm | None, field: str) -> HttpResponse:
    at = now()
    rows = whole(Deal.objects.visible_to(signed_in(request))).filter(pk=deal_id)
    page = {
        "row": next(iter(deal_rows(rows, at)), None),
        "form": form,
        "editing": field if form else "",
        "edited": deal_id,
        "back": back(request, reverse("revops:deals")),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "revops/_deal_row_answer.html", page, status=status)


def _saved(request: HttpRequest, deal: Deal, form: DealForm, field: str) -> bool:
    if not form.is_valid():
        _tell_plainly(request, form)
        return False
    try:
        _save(deal, form, field, request)
    except MaunticError as error:
        refuse(form, error)
        _tell_plainly(request, form)
        return False
    messages.success(request, f"{form.fields[field].label or field.capitalize()} of “{deal.name}” saved.")
    return True


def _save(deal: Deal, form: DealForm, field: str, request: HttpRequest) -> None:
    user, version = signed_in(request), form.cleaned_data["version"] or deal.version
    if field == "stage":
        close_deal(deal_id=deal.pk, stage=form.cleaned_data["stage"], by=user, version=version)
    else:
        services.change_deals(
            deal_ids=[deal.pk], changes=form.changes(), by=user, versions={deal.pk: version}
        )


def _tell_plainly(request: HttpRequest, form: DealForm) -> None:
    """Without a script there is no field to tell it at."""
    if not getattr(request, "htmx", None):
        messages.error(request, sentences(form))
