"""Turn a workflow or journey on, after saying what that will do; turn it off; delete it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.accounts.models import User
from mauntic.automation.models import Kind
from mauntic.automation.registry.pages import address_of
from mauntic.automation.selectors.present import present_now, would_have_started
from mauntic.automation.selectors.reading import Script
from mauntic.automation.selectors.shown.lists import definition_of, script_of
from mauntic.automation.services.definitions.saving import delete_definition, turn_off, turn_on
from mauntic.automation.services.starting.presenting import begin_for_present
from mauntic.automation.views.lists import said
from mauntic.kernel.display import number
from mauntic.kernel.errors import Conflict
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.refusals import refusals_shown


@ops_required
@require_http_methods(["GET", "POST"])
def on(request: HttpRequest, kind: Kind, definition_id: UUID) -> HttpResponse:
    """Say what turning it on will do; after a confirmation, turn it on."""
    user, definition = signed_in(request), definition_of(kind, definition_id)
    if request.method == "POST":
        with refusals_shown(request, Conflict):
            turned = turn_on(definition_id=definition_id, by=user)
            text = _('"{name}" turned on.').format(name=turned.name)
            if "present" in request.POST:
                text = f"{text} {_begun(begin_for_present(definition_id=definition_id, by=user))}"
            messages.success(request, text, extra_tags=address_of(kind, "off", definition_id))
        return redirect(address_of(kind, "", definition_id))
    script = script_of(definition)
    context = {
        **said(kind, definition),
        "past": later(lambda: would_have_started(script) if script else []),
        "present": later(lambda: _present(script, user)),
        "trigger": script.trigger if script else None,
        "subject": script.subject.label if script and script.trigger else "",
    }
    return render(request, "automation/on.html", context)


def _present(script: Script | None, user: User) -> dict[str, int]:
    found = present_now(script, user) if script else None
    return {} if found is None else {"count": found.count()}


def _begun(count: int) -> str:
    text = ngettext("It began for {n} record.", "It began for {n} records.", count)
    return text.format(n=number(count))


@ops_required
@require_POST
def off(request: HttpRequest, kind: Kind, definition_id: UUID) -> HttpResponse:
    """Turn it off."""
    turned = turn_off(definition_id=definition_id, by=signed_in(request))
    messages.success(request, _('"{name}" turned off. What waits in it stays.').format(name=turned.name))
    return redirect(address_of(kind, "", definition_id))


@ops_required
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, kind: Kind, definition_id: UUID) -> HttpResponse:
    """Say what is lost; after a confirmation, delete it."""
    definition = definition_of(kind, definition_id)
    if request.method == "GET":
        return render(request, "automation/delete.html", said(kind, definition))
    with refusals_shown(request, Conflict):
        delete_definition(definition_id=definition_id)
        messages.success(request, _('"{name}" deleted.').format(name=definition.name))
        return redirect(address_of(kind, "list"))
    return redirect(address_of(kind, "", definition_id))
