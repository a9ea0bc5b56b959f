"""Alerts as people see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.kernel import clock
from mauntic.kernel.errors import NotFound
from scoring.models import AlertChange, AlertPolicy, SignalAlert, SignalAlertQuerySet
from scoring.models.alerts import Status

ALERTS_SHOWN = 100
ALERT_TABS = {"mine": "Mine", "nobodys": "Nobody’s", "all": "All"}
# What the list can be narrowed to; the first is what it shows unasked.
ALERT_STATES = {
    "waiting": "Waiting",
    "escalated": "Escalated",
    "overdue": "Overdue",
    "snoozed": "Snoozed",
    "acknowledged": "Acknowledged",
}


@dataclass(frozen=True, slots=True)
class AlertsFilter:
    """Which alerts are wanted; anything unknown means the first choice."""

    tab: str = "mine"
    state: str = "waiting"
    priority: str = ""
    lead: UUID | None = None


@dataclass(frozen=True, slots=True)
class AlertGroup:
    """The alerts of one lead, the earliest deadline first."""

    contact: Contact
    alerts: list[SignalAlert]


def alerts_seen_by(user: User) -> SignalAlertQuerySet:
    """Every alert that the person may see, the earliest deadline first."""
    return SignalAlert.objects.visible_to(user).order_by("deadline", "id")


def alerts_by_lead(
    user: User, wanted: AlertsFilter, *, now: datetime | None = None, limit: int = ALERTS_SHOWN
) -> list[AlertGroup]:
    """The first `limit` alerts, those of one lead together: escalated ones on top, then what ends first."""
    rows = _wanted(user, wanted, now or clock.now())
    return _grouped(_whole(rows)[:limit])


def waiting_alerts(user: User, *, limit: int, now: datetime | None = None) -> list[SignalAlert]:
    """What the person should act on first: their own, and for a rep also those of nobody."""
    mine = Q(assignee=user) | Q(assignee=None)
    rows = SignalAlert.objects.visible_to(user).filter(mine).waiting().awake(now or clock.now())
    return list(_whole(rows.order_by("deadline", "id"))[:limit])


def alerts_of_lead(user: User, contact_id: UUID, *, limit: int = 3) -> list[SignalAlert]:
    """The lead's alerts that still wait, as far as the person may see them."""
    rows = SignalAlert.objects.visible_to(user).waiting().filter(contact_id=contact_id)
    return list(_whole(rows.order_by("deadline", "id"))[:limit])


def alert_seen_by(user: User, alert_id: UUID) -> SignalAlert:
    """One alert, or `NotFound`."""
    found = _whole(SignalAlert.objects.visible_to(user)).filter(pk=alert_id).first()
    if found is None:
        raise NotFound("There is no such alert, or it is not yours to see.")
    return found


def changes_of(alert: SignalAlert) -> list[AlertChange]:
    """Everything that was done to it, latest first."""
    return list(AlertChange.objects.filter(alert=alert).select_related("by").order_by("-at", "-id"))


def alert_counts(user: User, *, now: datetime | None = None) -> Mapping[str, int]:
    """How many alerts wait on each tab."""
    rows = SignalAlert.objects.visible_to(user).waiting().awake(now or clock.now()).order_by()
    return rows.aggregate(
        mine=Count("pk", filter=Q(assignee=user)),
        nobodys=Count("pk", filter=Q(assignee=None)),
        all=Count("pk"),
    )


def alert_policies() -> list[AlertPolicy]:
    """The promises, the shortest first."""
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


def _whole(rows: SignalAlertQuerySet) -> SignalAlertQuerySet:
    """With all that a row on the page shows."""
    return rows.select_related(
        "type", "signal", "assignee", "acknowledged_by", "contact__company", "contact__owner"
    )


def _grouped(alerts: Iterable[SignalAlert]) -> list[AlertGroup]:
    groups: dict[UUID, AlertGroup] = {}
    for alert in alerts:
        groups.setdefault(alert.contact_id, AlertGroup(alert.contact, [])).alerts.append(alert)
    return list(groups.values())
