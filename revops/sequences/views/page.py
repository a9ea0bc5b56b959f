"""The list of sequences, one sequence with its enrollments, and its preview."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import signed_in
from mauntic.delivery.messages.selectors.outbox import seen_among
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.errors import Conflict, NotFound
from mauntic.kernel.pages.refusals import refusals_shown
from revops.sequences.models.enrollments import EnrollmentState
from revops.sequences.models.sequences import Step
from revops.sequences.selectors.access import may_change, may_move, sequence_of
from revops.sequences.selectors.behind import behind_count
from revops.sequences.selectors.lists import (
    counted_sequences,
    enrollments,
    sequences,
    shown,
    state_tabs,
)
from revops.sequences.selectors.metrics import figures_of
from revops.sequences.selectors.outcomes import LABELS, leads_behind
from revops.sequences.selectors.previews import lead_to_show, previews
from revops.sequences.selectors.steps import drafts_of, latest_versions, newest_version, steps_of
from revops.sequences.services.sequences import switch_sequence
from revops.sms.selectors import sms_account

PER_PAGE = 50


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the sequences with their states and counts."""
    page = Paginator(sequences(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": counted_sequences(page.object_list)}
    return render(request, "revops/sequences/index.html", context)


@login_required
@require_GET
def show(request: HttpRequest, sequence_id: UUID) -> HttpResponse:
    """Show a sequence: its steps with their figures, and what each lead waits for.

    `version` is the number of the version whose figures are shown; by default the newest.
    """
    user, sequence = signed_in(request), sequence_of(sequence_id)
    state = request.GET.get("state", "")
    versions = latest_versions(sequence.pk)
    version = versions[0] if versions else None
    asked = request.GET.get("version", "")
    shown_version = next((each for each in versions if str(each.number) == asked), version)
    page = Keyset(enrollments(sequence, state), "created_at").page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "sequence": sequence,
        "version": version,
        "versions": versions,
        "shown_version": shown_version,
        "lines": figures_of(shown_version),
        "behind": behind_count(sequence, version),
        "rows": [(each, may_move(each.enrollment, user)) for each in shown(page.rows, user)],
        "page": page,
        "state": state if state in EnrollmentState.values else "",
        "tabs": state_tabs(sequence),
        "may_change": may_change(sequence, user),
        "has_sms": sms_account() is not None,
    }
    return render(request, "revops/sequences/sequence.html", context)


@login_required
@require_GET
def behind(request: HttpRequest, sequence_id: UUID, step_id: UUID, name: str) -> HttpResponse:
    """List the leads behind a figure of a step, with when it happened."""
    sequence = sequence_of(sequence_id)
    step = Step.objects.filter(pk=step_id, version__sequence=sequence).first()
    if step is None or name not in LABELS:
        raise NotFound(_("This figure does not exist."))
    letter = request.GET.get("variant", "")[:1]
    page = Keyset(leads_behind(step, letter, name), "at").page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    seen = seen_among(signed_in(request), [run.message_id for run in page.rows if run.message_id])
    context = {"sequence": sequence, "step": step, "letter": letter, "label": LABELS[name]}
    context |= {"page": page, "seen": seen}
    return render(request, "revops/sequences/behind.html", context)


@login_required
@require_POST
def switch(request: HttpRequest, sequence_id: UUID, on: bool) -> HttpResponse:  # noqa: FBT001 (part of the address)
    """Turn a sequence on or off."""
    with refusals_shown(request, Conflict):
        sequence = switch_sequence(sequence_id=sequence_id, on=on, by=signed_in(request))
        text = _('Sequence "{name}" turned on.') if on else _('Sequence "{name}" turned off.')
        undo = reverse("revops:sequence-off" if on else "revops:sequence-on", args=[sequence.pk])
        messages.success(request, text.format(name=sequence.name), extra_tags=undo)
    return redirect("revops:sequence", sequence_id)


@login_required
@require_GET
def preview(request: HttpRequest, sequence_id: UUID) -> HttpResponse:
    """Show the texts of a sequence as one lead would read them."""
    sequence, asked = sequence_of(sequence_id), request.GET.get("q", "")[:200]
    version, lead = newest_version(sequence.pk), lead_to_show(sequence, asked)
    steps = steps_of([version.pk])[version.pk] if version else []
    context = {
        "sequence": sequence,
        "lead": lead,
        "asked": asked,
        "texts": previews(drafts_of(steps), lead, signed_in(request)) if lead else [],
    }
    return render(request, "revops/sequences/preview.html", context)
