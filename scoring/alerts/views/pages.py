"""Pages of alerts, response times and SLAs."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from mauntic.accounts.context import require_ops, signed_in
from mauntic.accounts.selectors import active_people, business_hours
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.rendering import form_page
from scoring.alerts.forms import SNOOZE_HOURS, AlertPoliciesForm, AlertsFilterForm
from scoring.alerts.selectors import delays, shown
from scoring.alerts.services import policies
from scoring.alerts.views.charts import human_chart, system_chart

PART = "alerts"


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show alerts by deadline, grouped by lead, with the filters of the address."""
    user = signed_in(request)
    wanted = AlertsFilterForm(request.GET).wanted()
    counts = shown.alert_counts(user)
    groups = shown.alerts_by_lead(user, wanted)
    page = {
        "groups": groups,
        "is_cut": sum(len(group.alerts) for group in groups) == shown.ALERTS_SHOWN,
        "limit": shown.ALERTS_SHOWN,
        "wanted": wanted,
        "tabs": [(name, label, counts[name]) for name, label in shown.ALERT_TABS.items()],
        "states": shown.ALERT_STATES,
        "priorities": shown.alert_policies(),
        "others_open": counts["all"],
        "is_narrowed": wanted.state != "waiting" or bool(wanted.priority or wanted.lead),
        **_choices(),
    }
    htmx = getattr(request, "htmx", None)
    is_part = htmx and htmx.target == PART
    response = render(
        request, f"scoring/alerts/alerts.html#{PART}" if is_part else "scoring/alerts/alerts.html", page
    )
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


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
