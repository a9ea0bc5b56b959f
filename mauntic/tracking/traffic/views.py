"""Pages of traffic and its corrections."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid
from mauntic.tracking.traffic import selectors
from mauntic.tracking.traffic.forms import CorrectionForm, TrafficFilterForm
from mauntic.tracking.traffic.models import Correction, TrafficKind
from mauntic.tracking.traffic.services import correct, undo_correction


@login_required
@require_GET
def traffic(request: HttpRequest) -> HttpResponse:
    """List page views, events or downloads with verdict and reason, newest first."""
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
    return render(request, "tracking/traffic/index.html", context)


@ops_required
@require_POST
def traffic_correct(request: HttpRequest) -> HttpResponse:
    """Set the verdict on selected rows, or on all rows of a visitor or user agent."""
    filters = TrafficFilterForm(request.GET)
    form = CorrectionForm(request.POST)
    if not (filters.is_valid() and form.is_valid()):
        raise Invalid({"is_bot": _("Choose people or bots.")})
    kind = _kind(filters.cleaned_data)
    ids = _ids(request, kind, filters.cleaned_data, every=form.cleaned_data["every"])
    made = correct(kind=kind, ids=ids, is_bot=form.cleaned_data["is_bot"], by=signed_in(request))
    if made is None:
        messages.info(request, _("No rows changed. Select rows with another verdict."))
    else:
        messages.success(request, f"{made}.", extra_tags=reverse("tracking:correction-undo", args=[made.pk]))
    return redirect(f"{reverse('tracking:traffic')}?{request.GET.urlencode()}")


@ops_required
@require_POST
def correction_undo(request: HttpRequest, correction_id: UUID) -> HttpResponse:
    """Undo a correction."""
    correction = get_object_or_404(Correction, pk=correction_id)
    count = undo_correction(correction=correction, by=signed_in(request))
    messages.success(
        request,
        ngettext(
            "Correction undone. %(count)s row has its earlier verdict again.",
            "Correction undone. %(count)s rows have their earlier verdict again.",
            count,
        )
        % {"count": number(count)},
    )
    return redirect(f"{reverse('tracking:traffic')}?{urlencode({'kind': correction.kind})}")


def _kind(filters: dict[str, Any]) -> TrafficKind:
    return TrafficKind(filters.get("kind") or TrafficKind.VISITS)


def _ids(request: HttpRequest, kind: TrafficKind, filters: dict[str, Any], *, every: bool) -> Sequence[UUID]:
    if not every:
        return [UUID(each) for each in request.POST.getlist("ids") if _is_id(each)]
    if not (filters.get("visitor") or filters.get("agent")):
        raise Invalid({"every": _("Filter by a visitor or a user agent first.")})
    found = selectors.filtered_traffic(kind, filters).order_by("-pk")
    return list(found.values_list("pk", flat=True)[: selectors.MOST_AT_ONCE])


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
