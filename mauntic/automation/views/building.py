"""Build a workflow or journey: its trigger, conditions and steps."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import ops_required, signed_in
from mauntic.accounts.models import User
from mauntic.automation.forms.builder import SAVE, DefinitionForm
from mauntic.automation.models import Definition, Kind, Switch
from mauntic.automation.registry.pages import address_of, pages_of
from mauntic.automation.selectors.shown.lists import definition_of, script_of
from mauntic.automation.services.definitions.saving import save_definition
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.pages.rendering import form_page

OUTDATED = "outdated"
"""The code of the error that somebody else saved meanwhile."""


@ops_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kind: Kind, definition_id: UUID | None = None) -> HttpResponse:
    """Create a definition, or change one. Buttons of the builder change the form and save nothing."""
    row = definition_of(kind, definition_id) if definition_id else None
    sent = request.POST if request.method == "POST" else None
    action = request.POST.get("do", "")  # fields that show others send none
    form = DefinitionForm(sent, kind=kind, row=row, action=action)
    is_save = sent is not None and action == SAVE
    if is_save and form.is_valid():
        saved = _save(form, row, signed_in(request), request.POST.get("opened", ""))
        if saved:
            return _saved(request, kind, saved)
    script = script_of(row) if row else None
    context = {
        "form": form,
        "kind": kind,
        "pages": pages_of(kind),
        "definition": row,
        "problems": script.problems if script and sent is None else (),
        **_opened(request, row, form),
    }
    return form_page(
        request, "automation/edit.html", context, part="builder", is_refused=is_save and form.is_wrong
    )


def _saved(request: HttpRequest, kind: Kind, saved: Definition) -> HttpResponse:
    if saved.state == Switch.ON:
        text = _('"{name}" saved. It is on: from now on it does what you see here.')
    else:
        text = _('"{name}" saved. It is off until you turn it on.')
    messages.success(request, text.format(name=saved.name))
    return redirect(address_of(kind, "", saved.pk))


def _opened(request: HttpRequest, row: Definition | None, form: DefinitionForm) -> dict[str, object]:
    """Return the version that a save replaces: the one that the person saw, or was told of by a refusal."""
    if row is None:
        return {}
    is_outdated = form.has_error(NON_FIELD_ERRORS, OUTDATED)
    if request.method == "POST" and not is_outdated:
        return {"opened": request.POST.get("opened", "")}
    row.refresh_from_db(fields=["current"])
    return {"opened": row.current.number if row.current else 0, "is_outdated": is_outdated}


def _save(form: DefinitionForm, row: Definition | None, user: User, opened: str) -> Definition | None:
    number = int(opened) if opened.isdecimal() and len(opened) <= len("999999") else None
    try:
        return save_definition(
            kind=Kind(form.kind),
            draft=form.draft(),
            by=user,
            definition_id=row.pk if row else None,
            opened=number if row else None,
        )
    except Invalid as error:
        form.refuse(error)
    except Conflict as error:
        form.add_error(None, ValidationError(error.message, OUTDATED))
    return None
