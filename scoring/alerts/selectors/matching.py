"""The alerts that match the filters of the list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from scoring.alerts.models import SignalAlert, SignalAlertQuerySet, Status
from scoring.signals.models import Priority

ALERT_TABS = {"mine": _("Mine"), "nobodys": _("Unassigned"), "all": _("All")}
# Filters by status; the first is the default.
ALERT_STATES = {
    "waiting": _("Open"),
    "escalated": _("Escalated"),
    "overdue": _("Overdue"),
    "snoozed": _("Snoozed"),
    "acknowledged": _("Acknowledged"),
}
# Statuses whose low-priority alerts are in the digest.
DIGESTED = frozenset({"waiting", "escalated", "overdue"})
# A transaction that acknowledges more would hold its locks too long.
MOST_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class AlertsFilter:
    """Filters of the list of alerts. `day` is a day on which alerts were created, local to the person."""

    tab: str = "mine"
    state: str = "waiting"
    priority: str = ""
    lead: UUID | None = None
    day: date | None = None

    @property
    def is_narrowed(self) -> bool:
        """Return whether it shows other alerts than the tab does by itself."""
        return self.state != "waiting" or bool(self.priority or self.lead or self.day)

    @property
    def leaves_out_low(self) -> bool:
        """Return whether the low-priority alerts are in the digest instead of the list."""
        return self.state in DIGESTED and not (self.priority or self.lead)


def matching(user: User, wanted: AlertsFilter, *, now: datetime) -> SignalAlertQuerySet:
    """Return the alerts that match a filter, in no order.

    Args:
        user: the person who asks, who sees only alerts that they may see.
        wanted: the filter.
        now: snoozed alerts count as hidden until this time.
    """
    rows = _of_state(_of_tab(user, wanted.tab), wanted.state, now)
    if wanted.leaves_out_low:
        rows = rows.exclude(priority=Priority.LOW)
    return rows.filter(_narrowed(wanted)).order_by()


def matching_ids(
    user: User,
    wanted: AlertsFilter,
    *,
    until: datetime,
    now: datetime,
    leads: Collection[UUID] | None = None,
) -> list[UUID]:
    """Return the ids of alerts that match a filter, earliest deadline first, at most 10,000.

    Args:
        user: the person who asks.
        wanted: the filter.
        until: alerts that were created later are left out: the person has not seen them.
        now: as of `matching`.
        leads: only alerts of these leads; None for all.
    """
    rows = matching(user, wanted, now=now).filter(created_at__lte=until)
    if leads is not None:
        rows = rows.filter(contact__in=leads)
    return list(rows.order_by("deadline", "id").values_list("pk", flat=True)[:MOST_AT_ONCE])


def _of_tab(user: User, tab: str) -> SignalAlertQuerySet:
    rows = SignalAlert.objects.visible_to(user)
    if tab == "mine":
        return rows.filter(assignee=user).unmuted_for(user)
    return rows.filter(assignee=None) if tab == "nobodys" else rows


def _of_state(rows: SignalAlertQuerySet, state: str, at: datetime) -> SignalAlertQuerySet:
    if state == "snoozed":
        return rows.snoozed(at)
    if state in {Status.ACKNOWLEDGED, Status.ESCALATED}:
        return rows.filter(status=state)
    if state == "overdue":
        return rows.waiting().filter(deadline__lte=at)
    return rows.waiting().awake(at)


def _narrowed(wanted: AlertsFilter) -> Q:
    narrowed = Q()
    if wanted.priority:
        narrowed &= Q(priority=wanted.priority)
    if wanted.lead:
        narrowed &= Q(contact=wanted.lead)
    if wanted.day:
        start = datetime.combine(wanted.day, time.min, get_current_timezone())
        narrowed &= Q(created_at__gte=start, created_at__lt=start + timedelta(days=1))
    return narrowed
