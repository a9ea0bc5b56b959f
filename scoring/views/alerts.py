"""Alerts: what runs out first?"""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods

from mauntic.accounts.selectors import active_people, business_hours
from scoring import selectors, services
from scoring.forms.alerts import SNOOZE_HOURS, AlertPoliciesForm, AlertsFilterForm
from scoring.views.access import require_ops, signed_in
from scoring.views.alerts_charts import human_chart, system_chart

PART = "alerts"


@login_required
@require_GET
def alerts(request: HttpRequest) -> HttpResponse:
    """Alerts by deadline, those of one lead together; narrowed by what the address says."""
    user = signed_in(request)
    wanted = AlertsFilterForm(request.GET).wanted()
    counts = selectors.alert_counts(user)
    groups = selectors.alerts_by_lead(user, wanted)
    page = {
        "groups": groups,
        "is_cut": sum(len(group.alerts) for group in groups) == selectors.ALERTS_SHOWN,
        "limit": selectors.ALERTS_SHOWN,
        "wanted": wanted,
        "tabs": [(name, label, counts[name]) for name, label in selectors.ALERT_TABS.items()],
        "states": selectors.ALERT_STATES,
        "priorities": selectors.alert_policies(),
        "others_wait": counts["all"] > 0,
        "is_narrowed": wanted.state != "waiting" or bool(wanted.priority or wanted.lead),
        **_choices(),
    }
    htmx = getattr(request, "htmx", None)
    is_part = htmx and htmx.target == PART
    response = render(request, f"scoring/alerts.html#{PART}" if is_part else "scoring/alerts.html", page)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@login_required
@require_GET
def alert(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """One alert: why it is there, and everything that was done about it."""
    found = selectors.alert_seen_by(signed_in(request), alert_id)
    page = {"alert": found, "changes": selectors.changes_of(found), **_choices()}
    return render(request, "scoring/alerts_one.html", page)


@login_required
@require_GET
def alert_delays(request: HttpRequest) -> HttpResponse:
    """How long the system takes to tell, and how long people take to act."""
    delays = selectors.alert_delays()
    page = {
        "delays": delays,
        "system": system_chart(delays.by_day),
        "human": human_chart(delays.by_day),
        "tables": [
            ("Person", delays.by_person),
            ("Priority", delays.by_priority),
            ("Day", list(reversed(delays.by_day))),
        ],
    }
    return render(request, "scoring/alerts_delays.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def alert_policies(request: HttpRequest) -> HttpResponse:
    """How soon each priority must be acted on, and who is told when it was not."""
    form = AlertPoliciesForm(request.POST or None, policies=selectors.alert_policies())
    if request.method == "POST":
        require_ops(request, "change what is promised")
        if form.is_valid():
            services.set_alert_policies(changes=form.changes())
            messages.success(request, "Saved. Alerts that are there already keep their deadline.")
            return redirect("scoring:alert-policies")
    page = {"form": form, "may_change": signed_in(request).is_ops, "hours": business_hours()}
    return render(request, "scoring/alerts_policies.html", page, status=400 if form.errors else 200)


def _choices() -> dict[str, object]:
    """What the forms of the moves offer."""
    return {"people": active_people(), "snooze_hours": SNOOZE_HOURS}
