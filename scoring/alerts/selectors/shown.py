"""Alerts for lists, the home page, a lead and one alert."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.kernel import clock
from mauntic.kernel.errors import NotFound
from scoring.alerts.models import AlertChange, AlertPolicy, SignalAlert, SignalAlertQuerySet, Status

ALERTS_SHOWN = 100
ALERT_TABS = {"mine": _("Mine"), "nobodys": _("Unassigned"), "all": _("All")}
# Filters by status; the first is the default.
ALERT_STATES = {
    "waiting": _("Open"),
    "escalated": _("Escalated"),
    "overdue": _("Overdue"),
    "snoozed": _("Snoozed"),
    "acknowledged": _("Acknowledged"),
}


@dataclass(frozen=True, slots=True)
class AlertsFilter:
    """Filters of the list of alerts."""

    tab: str = "mine"
    state: str = "waiting"
    priority: str = ""
    lead: UUID | None = None


@dataclass(frozen=True, slots=True)
class AlertGroup:
    """The alerts of a lead, earliest deadline first."""

    contact: Contact
    alerts: list[SignalAlert]


def alerts_seen_by(user: User) -> SignalAlertQuerySet:
    """Return all alerts that the person may see, earliest deadline first."""
    return SignalAlert.objects.visible_to(user).order_by("deadline", "id")


def alerts_by_lead(
    user: User, wanted: AlertsFilter, *, now: datetime | None = None, limit: int = ALERTS_SHOWN
) -> list[AlertGroup]:
    """Return the first `limit` alerts, grouped by lead: escalated first, then by deadline.

    Args:
        user: the person who asks.
        wanted: narrows the alerts.
        now: snoozed alerts count as hidden until this time; by default the present.
        limit: the most alerts.
    """
    rows = _wanted(user, wanted, now or clock.now())
    return _grouped(_with_related(rows)[:limit])


def waiting_alerts(user: User, *, limit: int, now: datetime | None = None) -> list[SignalAlert]:
    """Return the alerts of the person and the unassigned ones that they may see, earliest deadline first.

    Args:
        user: the person who asks.
        limit: the most alerts.
        now: alerts that are snoozed at this time are left out; by default the present.
    """
    mine = Q(assignee=user) | Q(assignee=None)
    rows = SignalAlert.objects.visible_to(user).filter(mine).waiting().awake(now or clock.now())
    return list(_with_related(rows.order_by("deadline", "id"))[:limit])


def alerts_of_lead(user: User, contact_id: UUID, *, limit: int = 3) -> list[SignalAlert]:
    """Return the alerts of a lead that are not acknowledged and that the person may see.

    Args:
        user: the person who asks.
        contact_id: the id of the contact.
        limit: the most alerts.
    """
    rows = SignalAlert.objects.visible_to(user).waiting().filter(contact_id=contact_id)
    return list(_with_related(rows.order_by("deadline", "id"))[:limit])


def alert_seen_by(user: User, alert_id: UUID) -> SignalAlert:
    """Return an alert.

    Args:
        user: the person who asks.
        alert_id: the id of the alert.

    Raises: `NotFound` if it does not exist or the person may not see it.
    """
    found = _with_related(SignalAlert.objects.visible_to(user)).filter(pk=alert_id).first()
    if found is None:
        raise NotFound(gettext("This alert does not exist, or you have no access to it."))
    return found


def changes_of(alert: SignalAlert) -> list[AlertChange]:
    """Return the changes of an alert, latest first."""
    return list(AlertChange.objects.filter(alert=alert).select_related("by").order_by("-at", "-id"))


def alert_counts(user: User, *, now: datetime | None = None) -> Mapping[str, int]:
    """Return the number of open alerts by tab.

    Args:
        user: the person who asks.
        now: alerts that are snoozed at this time are left out; by default the present.

    Returns: counts by `mine`, `nobodys` (unassigned) and `all`.
    """
    rows = SignalAlert.objects.visible_to(user).waiting().awake(now or clock.now()).order_by()
    return rows.aggregate(
        mine=Count("pk", filter=Q(assignee=user)),
        nobodys=Count("pk", filter=Q(assignee=None)),
        all=Count("pk"),
    )


def alert_policies() -> list[AlertPolicy]:
    """Return the policies, shortest SLA first."""
    return list(AlertPolicy.objects.all())


def _wanted(user: User, wanted: AlertsFilter, at: datetime) -> SignalAlertQuerySet:
    rows = _of_tab(SignalAlert.objects.visible_to(user), user, wanted.tab)
    rows = _of_state(rows, wanted.state, at)
    if wanted.priority:
        rows = rows.filter(priority=wanted.priority)
    if wanted.lead:
        rows = rows.filter(contact_id=wanted.lead)
    order = ["-acknowledged_at"] if wanted.state == "acknowledged" else ["escalated_at", "deadline"]
    return rows.order_by(*order, "id")


def _of_tab(rows: SignalAlertQuerySet, user: User, tab: str) -> SignalAlertQuerySet:
    if tab == "mine":
        return rows.filter(assignee=user)
    return rows.filter(assignee=None) if tab == "nobodys" else rows


def _of_state(rows: SignalAlertQuerySet, state: str, at: datetime) -> SignalAlertQuerySet:
    if state == "snoozed":
        return rows.snoozed(at)
    if state in {Status.ACKNOWLEDGED, Status.ESCALATED}:
        return rows.filter(status=state)
    if state == "overdue":
        return rows.waiting().filter(deadline__lte=at)
    return rows.waiting().awake(at)


def _with_related(rows: SignalAlertQuerySet) -> SignalAlertQuerySet:
    """Load the related rows that a list shows."""
    return rows.select_related(
        "type", "signal", "assignee", "acknowledged_by", "contact__company", "contact__owner"
    )


def _grouped(alerts: Iterable[SignalAlert]) -> list[AlertGroup]:
    groups: dict[UUID, AlertGroup] = {}
    for alert in alerts:
        groups.setdefault(alert.contact_id, AlertGroup(alert.contact, [])).alerts.append(alert)
    return list(groups.values())
