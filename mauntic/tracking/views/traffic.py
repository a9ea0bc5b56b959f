"""Traffic: who was a person and who a machine, and a word of yours that turns it round."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Invalid
from mauntic.tracking.forms import CorrectionForm, TrafficFilterForm
from mauntic.tracking.models import Correction, TrafficKind
from mauntic.tracking.selectors import traffic as selectors
from mauntic.tracking.services.correct import correct, take_back


@login_required
@require_GET
def traffic(request: HttpRequest) -> HttpResponse:
    """Page views, events or downloads, the latest first, each with its verdict and reason."""
    form = TrafficFilterForm(request.GET)
    filters = form.cleaned_data if form.is_valid() else {}
    kind = _kind(filters)
    query = {name: filters[name] for name in ("verdict", "visitor", "agent") if filters.get(name)}
    context = {
        "form": form,
        "kind": kind,
        "kinds": TrafficKind.choices,
        "page": selectors.traffic_page(kind, filters, before=filters.get("before")),
        "query": urlencode({"kind": kind, **query}),
        "is_narrow": bool(filters.get("visitor") or filters.get("agent")),
        "corrections": selectors.corrections(),
    }
    return render(request, "tracking/traffic.html", context)


@ops_required
@require_POST
def traffic_correct(request: HttpRequest) -> HttpResponse:
    """Turn the verdict of the ticked rows round, or of all rows of a visitor or user agent."""
    filters = TrafficFilterForm(request.GET)
    form = CorrectionForm(request.POST)
    if not (filters.is_valid() and form.is_valid()):
        raise Invalid({"is_bot": "Say whether these are people or bots."})
    kind = _kind(filters.cleaned_data)
    ids = _ids(request, kind, filters.cleaned_data, every=form.cleaned_data["every"])
    made = correct(kind=kind, ids=ids, is_bot=form.cleaned_data["is_bot"], by=signed_in(request))
    if made is None:
        messages.info(request, "Nothing was changed: tick rows that are judged otherwise now.")
    else:
        messages.success(request, f"{made}.", extra_tags=reverse("tracking:correction-undo", args=[made.pk]))
    return redirect(f"{reverse('tracking:traffic')}?{request.GET.urlencode()}")


@ops_required
@require_POST
def correction_undo(request: HttpRequest, correction_id: UUID) -> HttpResponse:
    """Take a correction back."""
    correction = get_object_or_404(Correction, pk=correction_id)
    turned = take_back(correction=correction, by=signed_in(request))
    messages.success(request, f"Taken back: {turned} judged as before.")
    return redirect(f"{reverse('tracking:traffic')}?{urlencode({'kind': correction.kind})}")


def _kind(filters: dict[str, Any]) -> TrafficKind:
    return TrafficKind(filters.get("kind") or TrafficKind.VISITS)


def _ids(request: HttpRequest, kind: TrafficKind, filters: dict[str, Any], *, every: bool) -> Sequence[UUID]:
    if not every:
        return [UUID(ticked) for ticked in request.POST.getlist("ids") if _is_id(ticked)]
    if not (filters.get("visitor") or filters.get("agent")):
        raise Invalid({"every": "Choose a visitor or a user agent first: all traffic is not one's."})
    found = selectors.filtered_traffic(kind, filters).order_by("-pk")
    return list(found.values_list("pk", flat=True)[: selectors.MOST_AT_ONCE])


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
