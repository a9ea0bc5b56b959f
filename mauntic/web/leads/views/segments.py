"""Add leads of the list to a segment that people decide."""

from collections.abc import Collection
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import ops_required, signed_in
from mauntic.accounts.models import User
from mauntic.crm.models import Segment, SegmentKind
from mauntic.crm.segments.forms import AddToSegmentForm
from mauntic.crm.segments.services.by_hand import add_members
from mauntic.crm.segments.services.saving import SegmentDraft, save_segment
from mauntic.kernel.display import number
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page
from mauntic.web.leads.views.chosen import chosen_leads


@ops_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Ask for the segment, and add the leads. If others match the filters meanwhile, ask again."""
    ids = chosen_leads(request)
    form = AddToSegmentForm(request.POST or None, initial={"confirmed": len(ids)})
    if form.is_valid():
        if form.cleaned_data["confirmed"] != len(ids):
            form.data = data = request.POST.copy()
            data["confirmed"] = str(len(ids))
            text = _("Meanwhile {count} leads match the filters. Check the number, then add them.")
            form.add_error(None, text.format(count=number(len(ids))))
        else:
            try:
                segment, count = _added(form, ids, by=signed_in(request))
            except MaunticError as error:
                add_errors(form, error)
            else:
                messages.success(request, _added_words(segment.name, count, len(ids) - count))
                return redirect("crm:segment", segment.pk)
    context = {"form": form, "count": len(ids), "query": request.GET.urlencode()}
    return form_page(request, "web/leads/add_to_segment.html", context)


@transaction.atomic
def _added(form: AddToSegmentForm, ids: Collection[UUID], *, by: User) -> tuple[Segment, int]:
    """Add the leads, to a new segment if its name was entered. Returns: the segment, and how many joined."""
    segment: Segment = form.cleaned_data["segment"] or save_segment(
        draft=SegmentDraft(name=form.cleaned_data["name"], kind=SegmentKind.BY_HAND), by=by
    )
    return segment, add_members(segment_id=segment.pk, contact_ids=ids)


def _added_words(name: str, count: int, known: int) -> str:
    added = ngettext("{count} lead added to {name}.", "{count} leads added to {name}.", count)
    said = [added.format(count=number(count), name=name)]
    if known:
        text = ngettext("{count} was in it already.", "{count} were in it already.", known)
        said.append(text.format(count=number(known)))
    return " ".join(said)
