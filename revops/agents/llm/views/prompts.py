"""Pages of prompts: what agents tell the model, what the organization adds, and how that changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.refusals import refusals_shown
from mauntic.kernel.pages.rendering import form_page
from revops.agents.llm.forms import InstructionsForm, RestoreForm
from revops.agents.llm.selectors.prompts import (
    Comparison,
    PromptState,
    compare,
    prompt_state,
    prompt_states,
    versions_of,
)
from revops.agents.llm.services import instructions

LARGEST_VERSION = 10**9


@ops_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the prompts."""
    return render(request, "revops/agents/prompts/index.html", {"prompts": prompt_states()})


@ops_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, prompt_name: str) -> HttpResponse:
    """Show a prompt with its versions, and save its house instructions."""
    shown = prompt_state(prompt_name)
    form = InstructionsForm.of(shown, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = instructions.save_instructions(
                prompt=prompt_name, **form.cleaned_data, by=signed_in(request)
            )
        except Invalid as error:
            add_errors(form, error)
        except Conflict as error:
            form.add_error(None, error.message)
        else:
            _say_saved(request, shown, row.number)
            return redirect("revops:agents-prompt", prompt_name=prompt_name)
    context = {
        "shown": shown,
        "form": form,
        "versions": versions_of(prompt_name),
        "comparison": _comparison(request, shown),
    }
    return form_page(request, "revops/agents/prompts/prompt.html", context)


@ops_required
@require_POST
def restore(request: HttpRequest, prompt_name: str) -> HttpResponse:
    """Go back to an earlier version of the house instructions."""
    form = RestoreForm(request.POST)
    if not form.is_valid():
        raise Invalid({name: [str(each) for each in found] for name, found in form.errors.items()})
    with refusals_shown(request, Conflict):
        row = instructions.restore_instructions(
            prompt=prompt_name, **form.cleaned_data, by=signed_in(request)
        )
        text = _("Version {number} has the text of version {earlier}.")
        messages.success(request, text.format(number=row.number, earlier=form.cleaned_data["number"]))
    return redirect("revops:agents-prompt", prompt_name=prompt_name)


def _say_saved(request: HttpRequest, shown: PromptState, number: int) -> None:
    if number == shown.number:
        messages.info(request, _("Nothing changed."))
    else:
        messages.success(request, _("House instructions saved as version {number}.").format(number=number))


def _comparison(request: HttpRequest, shown: PromptState) -> Comparison | None:
    """Return the versions that the URL names: `to` with `from`, else with the one before.

    Raises: `NotFound` for what is no version.
    """
    if "to" not in request.GET:
        return None
    after = _number(request.GET["to"])
    before = _number(request.GET["from"]) if "from" in request.GET else max(after - 1, 0)
    return compare(shown.prompt.name, before, after)


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < LARGEST_VERSION:
        return int(text)
    raise NotFound(_("There is no version {number}.").format(number=text[:20]))
