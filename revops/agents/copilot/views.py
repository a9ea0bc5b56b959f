"""The email copilot: a page of its own, its part in composers, and the stream of a draft."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from mauntic.accounts.context import signed_in
from mauntic.kernel.errors import Conflict
from mauntic.kernel.pages.rendering import UNPROCESSABLE, form_page
from revops.agents.copilot.forms import CopilotForm
from revops.agents.copilot.services.drafting import write_draft
from revops.agents.copilot.services.progress import draft_stream
from revops.agents.copilot.services.tasks import Task
from revops.agents.copilot.services.tickets import put, take, task_of, wish_for
from revops.agents.llm.domain.errors import LlmError

TEMPLATE = "revops/agents/copilot.html"


@login_required
@require_http_methods(["GET", "POST"])
def copilot(request: HttpRequest) -> HttpResponse:
    """Ask for a draft. A composer streams it; the page of its own shows it whole."""
    user = signed_in(request)
    first = {name: request.GET.get(name, "") for name in ("contact", "reply")}
    form = CopilotForm(request.POST) if request.method == "POST" else CopilotForm(initial=first)
    context: dict[str, Any] = {"form": form}
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid:
        wish = wish_for(**form.wanted())
        task = task_of(wish, user)
        if getattr(request, "htmx", None):
            context["ticket"] = put(wish, user)
        else:
            context |= _whole(task)
    if request.method == "POST" and getattr(request, "htmx", None):
        status = 200 if is_valid else UNPROCESSABLE
        return render(request, f"{TEMPLATE}#draft", context, status=status)
    return form_page(request, TEMPLATE, context)


@login_required
@require_GET
def copilot_stream(request: HttpRequest, ticket: str) -> HttpResponseBase:
    """Stream the draft of a ticket as server-sent events."""
    user = signed_in(request)
    return draft_stream(request, task_of(take(ticket, user), user))


def _whole(task: Task) -> dict[str, Any]:
    try:
        return {"written": write_draft(task)}
    except (LlmError, Conflict) as error:
        return {"problem": error.message}
