"""The table of deals: filters, tabs, sorting, and inline editing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people
from mauntic.kernel.clock import now
from mauntic.kernel.db.counting import count_words
from mauntic.kernel.db.paging import PAGE_SIZE, Keyset
from mauntic.kernel.errors import Invalid, MaunticError
from mauntic.kernel.ids import new_id
from mauntic.kernel.pages.forms import checked
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.rendering import page_or_part
from mauntic.kernel.pages.selection import MOST
from revops.deals.forms import OPEN_STAGES, DealForm, edit_form, refuse, stage_form
from revops.deals.models.deals import Deal, DealQuerySet
from revops.deals.selectors.undo import undo_if_changed
from revops.deals.selectors.visible import deal as deal_seen_by
from revops.deals.services import create
from revops.deals.services.closing import close_deal
from revops.pipeline.filters import DealFilter, period_label
from revops.pipeline.selectors.rows import deal_rows, with_relations
from revops.pipeline.selectors.table import (
    NEWEST_FIRST,
    TABS,
    deal_tabs,
    is_order,
    of_tab,
    order_key,
)

# Fields that can be edited inline.
EDITABLE = ("name", "value", "stage", "expected_close_on", "owner", "priority", "category_override")


def narrowed(request: HttpRequest, given: QueryDict | None = None) -> DealFilter:
    """Return the filters of the URL, or those in `given`, over the deals of their tab that the user sees."""
    user, given = signed_in(request), request.GET if given is None else given
    rows = of_tab(Deal.objects.visible_to(user), given.get("tab", "open"), user)
    return DealFilter(given, rows, user=user)


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
        "query": _query(request.GET),
        "most": MOST,
        **_opened(page.rows, request.GET.get("deal", ""), request.GET.get("edit", "")),
    }
    return page_or_part(request, "revops/pipeline/deals.html", "results", context)


def _query(given: QueryDict) -> str:
    """Return the filters and the order, without the page and the field that is edited."""
    query = given.copy()
    for name in ("after", "before", "deal", "edit"):
        query.pop(name, None)
    return query.urlencode()


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
        "row": deal_rows(rows, at),
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
    action_id = new_id()
    try:
        _save(deal, form, field, signed_in(request), action_id)
    except MaunticError as error:
        refuse(form, error)
        _show_errors(request, form)
        return False
    text = _('{field} of "{name}" saved.')
    shown = text.format(field=form.fields[field].label, name=deal.name)
    messages.success(request, shown, extra_tags=undo_if_changed(action_id))
    return True


def _save(deal: Deal, form: DealForm, field: str, by: User, action_id: UUID) -> None:
    version = form.cleaned_data["version"] or deal.version
    if field == "stage":
        stage = form.cleaned_data["stage"]
        close_deal(deal_id=deal.pk, stage=stage, by=by, version=version, action_id=action_id)
    else:
        versions = {deal.pk: version}
        create.change_deals(
            deal_ids=[deal.pk], changes=form.changes(), by=by, versions=versions, action_id=action_id
        )


def _show_errors(request: HttpRequest, form: DealForm) -> None:
    """Show the errors as a message when the page was sent without JavaScript."""
    if not getattr(request, "htmx", None):
        checked(form)
