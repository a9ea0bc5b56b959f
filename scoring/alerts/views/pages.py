"""Pages of alerts, response times and SLAs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from mauntic.accounts.context import require_ops, signed_in
from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people, business_hours
from mauntic.kernel import clock
from mauntic.kernel.pages.parts import attempt, later
from mauntic.kernel.pages.rendering import form_page, page_or_part
from scoring.alerts.forms import SNOOZE_HOURS, AlertPoliciesForm, AlertsFilterForm, OpenedForm
from scoring.alerts.selectors import by_lead, delays, shown
from scoring.alerts.selectors.matching import ALERT_STATES, ALERT_TABS, AlertsFilter
from scoring.alerts.selectors.mutes import muted_count
from scoring.alerts.services import policies
from scoring.alerts.views.charts import human_chart, system_chart

PART = "alerts"


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show a row per lead with its alerts folded, by deadline, with the filters of the address.

    htmx asks for the signals of one lead when its row is opened.
    """
    user, now = signed_in(request), clock.now()
    wanted, opened = AlertsFilterForm(request.GET).wanted(), OpenedForm(request.GET).opened()
    lead = opened["fold"] or wanted.lead
    signals = later(lambda: by_lead.signals_of_lead(user, wanted, lead, now=now)) if lead else []
    page = {"opened": lead, "signals": signals, "wanted": wanted, "now": now, **_choices()}
    htmx = getattr(request, "htmx", None)
    if lead and htmx and htmx.target == f"signals-{lead}":
        response = render(request, "scoring/alerts/_signals.html", page)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response
    return page_or_part(request, "scoring/alerts/alerts.html", PART, page | _list(user, wanted, opened, now))


def _list(user: User, wanted: AlertsFilter, opened: dict[str, Any], now: datetime) -> dict[str, object]:
    """Return the page of the list, its counts and the digest."""
    counts = shown.alert_counts(user, now=now)
    found = by_lead.alerts_by_lead(user, wanted, now=now, after=opened["after"], before=opened["before"])
    is_first = not (wanted.is_narrowed or found.before)
    return {
        "page": found,
        "totals": by_lead.totals(user, wanted, now=now),
        "digest": attempt("Digest", lambda: by_lead.digest(user, wanted.tab, now=now), list)
        if is_first
        else [],
        "muted": muted_count(user),
        "tabs": [(name, label, counts[name]) for name, label in ALERT_TABS.items()],
        "states": ALERT_STATES,
        "priorities": shown.alert_policies(),
        "others_open": counts["all"],
    }


@login_required
@require_GET
def show(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Show an alert with its history."""
    found = shown.alert_seen_by(signed_in(request), alert_id)
    page = {"alert": found, "changes": later(lambda: shown.changes_of(found)), **_choices()}
    return render(request, "scoring/alerts/alert.html", page)


@login_required
@require_GET
def response_times(request: HttpRequest) -> HttpResponse:
    """Show alert delays and response times."""
    measured = delays.alert_delays()
    page = {
        "delays": measured,
        "system": later(lambda: system_chart(measured.by_day)),
        "human": later(lambda: human_chart(measured.by_day)),
        "tables": [
            (gettext("Assignee"), measured.by_person),
            (gettext("Priority"), measured.by_priority),
            (gettext("Day"), list(reversed(measured.by_day))),
        ],
    }
    return render(request, "scoring/alerts/delays.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def promises(request: HttpRequest) -> HttpResponse:
    """Show and save the SLA of each priority."""
    form = AlertPoliciesForm(request.POST or None, policies=shown.alert_policies())
    if request.method == "POST":
        require_ops(request)
        if form.is_valid():
            policies.set_alert_policies(changes=form.changes())
            messages.success(request, gettext("SLAs saved. Existing alerts keep their deadlines."))
            return redirect("scoring:alert-policies")
    page = {"form": form, "may_change": signed_in(request).is_ops, "hours": business_hours()}
    return form_page(request, "scoring/alerts/policies.html", page)


def _choices() -> dict[str, object]:
    """Return the choices of the forms."""
    return {"people": active_people(), "snooze_hours": SNOOZE_HOURS}
