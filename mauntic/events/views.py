"""Pages of the event log and of undeliverable events."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.events import selectors, services
from mauntic.events.forms import LogFilterForm
from mauntic.kernel.display import number


@login_required
def log(request: HttpRequest) -> HttpResponse:
    """List events that the user may see, newest first."""
    user, form = signed_in(request), LogFilterForm(request.GET)
    page = None
    if form.is_valid():
        page = selectors.event_log(
            user,
            wire_name=form.cleaned_data["type"],
            record=form.cleaned_data["record"],
            since=form.cleaned_data["since"],
            until=form.cleaned_data["until"],
            **_cursors(request),
        )
    context = {"form": form, "page": page, "dead_count": selectors.dead_count(user), "query": _query(request)}
    part = "#log" if getattr(request, "htmx", False) else ""
    return render(request, f"events/log.html{part}", context)


@login_required
def detail(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Show an event with its facts, deliveries, causes and effects."""
    story = selectors.story(event_id, signed_in(request))
    if story is None:
        raise Http404
    return render(request, "events/detail.html", {"story": story})


@login_required
def dead(request: HttpRequest) -> HttpResponse:
    """List dead deliveries."""
    user = signed_in(request)
    page = selectors.dead_deliveries(user, **_cursors(request))
    context = {"page": page, "dead_count": selectors.dead_count(user), "query": ""}
    return render(request, "events/dead.html", context)


@ops_required
@require_POST
def retry(request: HttpRequest, delivery_id: int | None = None) -> HttpResponse:
    """Retry one dead delivery, or all of them."""
    count = services.retry_dead(delivery_ids=None if delivery_id is None else [delivery_id])
    if count:
        messages.success(
            request,
            ngettext("Retrying %(count)s delivery.", "Retrying %(count)s deliveries.", count)
            % {"count": number(count)},
        )
    else:
        messages.warning(request, _("No deliveries to retry. Someone else retried them already."))
    return redirect("events:dead")


def _cursors(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("after", "before")}


def _query(request: HttpRequest) -> str:
    """Return the filters of the URL, for links to other pages."""
    chosen = request.GET.copy()
    for name in ("after", "before"):
        chosen.pop(name, None)
    return chosen.urlencode()
