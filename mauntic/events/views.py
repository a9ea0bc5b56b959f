"""The log of events, the story of one, and what could not be delivered."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mauntic.accounts.context import ops_required
from mauntic.events import selectors, services
from mauntic.events.forms import LogFilterForm


@login_required
def log(request: HttpRequest) -> HttpResponse:
    """The events of the organization, newest first."""
    form = LogFilterForm(request.GET)
    page = None
    if form.is_valid():
        page = selectors.event_log(
            wire_name=form.cleaned_data["type"],
            record=form.cleaned_data["record"],
            since=form.cleaned_data["since"],
            until=form.cleaned_data["until"],
            **_cursors(request),
        )
    context = {"form": form, "page": page, "dead_count": selectors.dead_count(), "query": _query(request)}
    part = "#log" if getattr(request, "htmx", False) else ""
    return render(request, f"events/log.html{part}", context)


@login_required
def detail(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """One event: its facts, who was told, why it happened and what came of it."""
    story = selectors.story(event_id)
    if story is None:
        raise Http404
    return render(request, "events/detail.html", {"story": story})


@login_required
def dead(request: HttpRequest) -> HttpResponse:
    """The deliveries that were given up."""
    page = selectors.dead_deliveries(**_cursors(request))
    context = {"page": page, "dead_count": selectors.dead_count(), "query": ""}
    return render(request, "events/dead.html", context)


@ops_required
@require_POST
def retry(request: HttpRequest, delivery_id: int | None = None) -> HttpResponse:
    """Sends one dead delivery again, or all of them."""
    count = services.retry_dead(delivery_ids=None if delivery_id is None else [delivery_id])
    if count:
        messages.success(
            request, f"{count} {'delivery is' if count == 1 else 'deliveries are'} on the way again."
        )
    else:
        messages.warning(request, "Nothing was sent: somebody was quicker.")
    return redirect("events:dead")


def _cursors(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("after", "before")}


def _query(request: HttpRequest) -> str:
    """The filters as they stand in the address, for the links to other pages."""
    chosen = request.GET.copy()
    for name in ("after", "before"):
        chosen.pop(name, None)
    return chosen.urlencode()
