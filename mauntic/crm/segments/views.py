"""Pages of segments: the list, one with its leads, and the form."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.crm.segments.forms import SegmentForm
from mauntic.crm.segments.registry import uses_of
from mauntic.crm.segments.selectors.pages import listed, segment_page
from mauntic.crm.segments.selectors.segments import members, segment_named, segments
from mauntic.crm.segments.services.by_hand import remove_members
from mauntic.crm.segments.services.saving import delete_segment, save_segment
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.pages.refusals import refusals_shown
from mauntic.kernel.pages.rendering import form_page

PER_PAGE = 25
PART = "segment"


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the segments by name, with their sizes."""
    page = Paginator(segments(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": listed(page.object_list), "may_change": signed_in(request).is_ops}
    return render(request, "crm/segments/index.html", context)


@login_required
@require_GET
def show(request: HttpRequest, segment_id: UUID) -> HttpResponse:
    """Show a segment: its conditions, its size over time, what uses it, and its leads."""
    segment = segment_named(segment_id)
    page = Keyset(members(segment.pk).select_related("company", "owner"), "id").page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "segment": segment,
        "shown": segment_page(segment),
        "leads": page.rows,
        "keys": page,
        "may_change": signed_in(request).is_ops,
    }
    return render(request, "crm/segments/show.html", context)


@ops_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, segment_id: UUID | None = None) -> HttpResponse:
    """Make or change a segment. Buttons of the condition builder change the form and save nothing."""
    row = segment_named(segment_id) if segment_id else None
    sent = request.POST if request.method == "POST" else None
    action = request.POST.get("do", "")
    is_draft = action != "save"
    form = SegmentForm(sent, row=row, is_draft=is_draft)
    if is_draft:
        form.edit(action)
        return _form(request, form)
    draft = form.draft()
    if draft:
        try:
            saved = save_segment(
                draft=draft,
                by=signed_in(request),
                segment_id=segment_id,
                opened=_opened(request) if segment_id else None,
            )
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _('Segment "{name}" saved.').format(name=saved.name))
            return redirect("crm:segment", saved.pk)
    return _form(request, form)


def _opened(request: HttpRequest) -> int:
    given = request.POST.get("opened", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0  # noqa: PLR2004 (digits of a revision)


def _form(request: HttpRequest, form: SegmentForm) -> HttpResponse:
    is_refused = form.is_bound and form.is_wrong
    page = {"form": form, "segment": form.row}
    return form_page(request, "crm/segments/edit.html", page, part=PART, is_refused=is_refused)


@ops_required
@require_POST
def remove(request: HttpRequest, segment_id: UUID, contact_id: UUID) -> HttpResponse:
    """Take a lead out of a segment that people decide."""
    with refusals_shown(request, Conflict):
        count = remove_members(segment_id=segment_id, contact_ids=[contact_id])
        messages.success(request, ngettext("%d lead removed.", "%d leads removed.", count) % count)
    return redirect("crm:segment", segment_id)


@ops_required
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, segment_id: UUID) -> HttpResponse:
    """Ask before a segment that nothing uses is deleted."""
    segment = segment_named(segment_id)
    if request.method == "GET":
        context = {"segment": segment, "uses": uses_of(segment.pk)}
        return render(request, "crm/segments/delete.html", context)
    with refusals_shown(request, Conflict):
        delete_segment(segment_id=segment_id)
        messages.success(request, _('Segment "{name}" deleted. Its leads stay.').format(name=segment.name))
        return redirect("crm:segments")
    return redirect("crm:segment", segment_id)
