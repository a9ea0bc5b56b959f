"""Build a sequence: settings, and one to eight steps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.delivery.messages.selectors.values import TOKENS
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.pages.rendering import form_page
from revops.sequences.forms.builder import SequenceForm
from revops.sequences.forms.values import first_steps, values_of
from revops.sequences.models.sequences import Sequence
from revops.sequences.selectors.access import check_change, sequence_of
from revops.sequences.selectors.previews import lead_to_show, previews
from revops.sequences.selectors.steps import drafts_of, edition_of, newest_version, steps_of
from revops.sequences.services.sequences import create_sequence, save_sequence
from revops.sms.selectors import sms_account

OUTDATED = "outdated"
"""The code of the error that somebody else saved the sequence meanwhile."""


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, sequence_id: UUID | None = None) -> HttpResponse:
    """Create a sequence, or change one. Buttons of the steps change the form and save nothing."""
    user = signed_in(request)
    sequence = sequence_of(sequence_id) if sequence_id else None
    if sequence:
        check_change(sequence, user)
    action = request.POST.get("do", "save")
    sent = request.POST if request.method == "POST" else None
    form = SequenceForm(sent, action=action, initial=_values(sequence))
    if sent is not None and action == "save" and form.is_right():
        saved = _save(form, sequence, user, request.POST.get("edition", ""))
        if saved:
            messages.success(request, _('Sequence "{name}" saved.').format(name=saved.name))
            return redirect("revops:sequence", saved.pk)
    context = {
        "form": form,
        "sequence": sequence,
        **_edition(request, sequence, form),
        "tokens": TOKENS.items(),
        "has_sms": sms_account() is not None,
    }
    if action == "preview":
        context |= _preview(form, sequence, request.POST.get("lead", "")[:200], user)
    is_refused = sent is not None and action == "save"
    return form_page(request, "revops/sequences/edit.html", context, part="builder", is_refused=is_refused)


def _preview(form: SequenceForm, sequence: Sequence | None, asked: str, user: User) -> dict[str, Any]:
    """Return the texts of the form as a lead would read them: of a search, else one of the sequence."""
    lead = lead_to_show(sequence, asked)
    texts = previews(form.entered(), lead, user) if lead else []
    return {"is_preview": True, "lead": lead, "asked": asked, "texts": texts}


def _values(sequence: Sequence | None) -> dict[str, Any]:
    if sequence is None:
        return first_steps()
    version = newest_version(sequence.pk)
    steps = steps_of([version.pk])[version.pk] if version else []
    return values_of(sequence, drafts_of(steps))


def _edition(request: HttpRequest, sequence: Sequence | None, form: SequenceForm) -> dict[str, Any]:
    """Return the edition that a save replaces: the one that the person saw, or was told of by a refusal."""
    if sequence is None:
        return {}
    is_outdated = form.has_error(NON_FIELD_ERRORS, OUTDATED)
    if request.method == "POST" and not is_outdated:
        return {"edition": request.POST.get("edition", "")}
    return {"edition": edition_of(sequence), "is_outdated": is_outdated}


def _save(form: SequenceForm, sequence: Sequence | None, user: User, edition: str) -> Sequence | None:
    try:
        if sequence:
            return save_sequence(sequence_id=sequence.pk, draft=form.draft(), by=user, edition=edition)
        return create_sequence(draft=form.draft(), by=user)
    except Invalid as error:
        form.refuse(error)
    except Conflict as error:
        form.add_error(None, ValidationError(error.message, OUTDATED))
    return None
