"""The list of alerts: a row per lead with its signals folded, and the digest of low-priority alerts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from django.db.models import Count, Max
from django.db.models.functions import TruncDate
from django.utils.timezone import get_current_timezone

from mauntic.accounts.models import User
from mauntic.kernel.db.paging import Keyset, Page
from scoring.alerts.models import SignalAlert, SignalAlertQuerySet
from scoring.alerts.selectors.matching import AlertsFilter, matching
from scoring.alerts.selectors.shown import with_related
from scoring.signals.models import Priority, SignalType

LEADS_SHOWN = 50
SIGNALS_SHOWN = 50
DIGEST_DAYS = 14
_URGENCY = [priority.value for priority in Priority]


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many alerts of a lead are of a type."""

    type: SignalType
    count: int


class Fold(TypedDict):
    """The alerts of a lead of one type and priority: their number, and when the latest was detected."""

    contact_id: UUID
    type_id: str
    priority: str
    count: int
    latest: datetime


@dataclass(frozen=True, slots=True)
class LeadAlerts:
    """A row of the list: the alert of a lead whose deadline comes first, and what is folded under it."""

    first: SignalAlert
    priority: Priority
    types: Sequence[TypeCount]
    latest: datetime

    @property
    def count(self) -> int:
        """Return the number of alerts."""
        return sum(each.count for each in self.types)

    @property
    def has_clock(self) -> bool:
        """Return whether one of them has a deadline that the list shows."""
        return self.priority != Priority.LOW


@dataclass(frozen=True, slots=True)
class LeadsPage:
    """A page of the list, with the tokens of the pages before and after."""

    rows: list[LeadAlerts]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Totals:
    """The number of alerts that match a filter, and of their leads."""

    alerts: int
    leads: int


@dataclass(frozen=True, slots=True)
class DigestDay:
    """The low-priority alerts of a day, in the person's time zone."""

    day: date
    alerts: int
    leads: int


def alerts_by_lead(
    user: User,
    wanted: AlertsFilter,
    *,
    now: datetime,
    after: str = "",
    before: str = "",
    limit: int = LEADS_SHOWN,
) -> LeadsPage:
    """Return a page of leads with their alerts, the earliest deadline first, in three queries.

    Acknowledged alerts are in the order of their acknowledgment, latest first.

    Args:
        user: the person who asks.
        wanted: narrows the alerts.
        now: snoozed alerts count as hidden until this time.
        after: the token of the page after which this one begins.
        before: the token of the page before which this one ends.
        limit: leads per page.
    """
    rows = matching(user, wanted, now=now)
    page = _heads(rows, wanted, limit).page(after=after, before=before)
    folds = _folds(rows, [head.contact_id for head in page.rows])
    return LeadsPage(_folded(page, folds), page.before, page.after)


def signals_of_lead(
    user: User, wanted: AlertsFilter, contact_id: UUID, *, now: datetime
) -> Sequence[SignalAlert]:
    """Return the alerts that are folded in the row of a lead, the earliest deadline first, at most 50.

    Args:
        user: the person who asks.
        wanted: the filter of the list.
        contact_id: the id of the contact.
        now: as of `alerts_by_lead`.
    """
    rows = matching(user, wanted, now=now).filter(contact=contact_id)
    return list(with_related(rows).order_by("deadline", "id")[:SIGNALS_SHOWN])


def totals(user: User, wanted: AlertsFilter, *, now: datetime) -> Totals:
    """Return how many alerts match a filter, and of how many leads.

    Args:
        user: the person who asks.
        wanted: the filter of the list.
        now: as of `alerts_by_lead`.
    """
    rows = matching(user, wanted, now=now)
    return Totals(**rows.aggregate(alerts=Count("pk"), leads=Count("contact", distinct=True)))


def digest(user: User, tab: str, *, now: datetime) -> list[DigestDay]:
    """Return the open low-priority alerts of a tab by day, latest first, at most 14 days.

    Args:
        user: the person who asks.
        tab: `mine`, `nobodys` or `all`.
        now: as of `alerts_by_lead`.
    """
    rows = matching(user, AlertsFilter(tab=tab, priority=Priority.LOW), now=now)
    days = (
        rows.annotate(day=TruncDate("created_at", tzinfo=get_current_timezone()))
        .values("day")
        .annotate(alerts=Count("pk"), leads=Count("contact", distinct=True))
        .order_by("-day")[:DIGEST_DAYS]
    )
    return [DigestDay(**row) for row in days]


def _heads(rows: SignalAlertQuerySet, wanted: AlertsFilter, limit: int) -> Keyset[SignalAlert]:
    """Return the first alert of each lead. `DISTINCT ON` reads each matching alert once.

    Their related rows come later, for the page alone: joined here, they would be read for all leads.
    """
    is_done = wanted.state == "acknowledged"
    key = "acknowledged_at" if is_done else "deadline"
    order = f"-{key}" if is_done else key
    first = rows.order_by("contact_id", order, "-pk" if is_done else "pk").distinct("contact_id")
    heads = SignalAlert.objects.filter(pk__in=first.values("pk")).only("contact_id", key)
    return Keyset(heads, key, descending=is_done, size=limit)


def _folds(rows: SignalAlertQuerySet, contacts: Collection[UUID]) -> Mapping[UUID, list[Fold]]:
    """Return the numbers of alerts by lead, type and priority."""
    counted = (
        rows.filter(contact__in=contacts)
        .values("contact_id", "type_id", "priority")
        .annotate(count=Count("pk"), latest=Max("detected_at"))
    )
    folds: dict[UUID, list[Fold]] = defaultdict(list)
    for row in counted:
        folds[row["contact_id"]].append(row)
    return folds


def _folded(page: Page[SignalAlert], folds: Mapping[UUID, list[Fold]]) -> list[LeadAlerts]:
    heads = with_related(SignalAlert.objects.all()).in_bulk([head.pk for head in page.rows])
    return [
        _row(heads[head.pk], folds[head.contact_id])
        for head in page.rows
        if head.pk in heads and head.contact_id in folds
    ]


def _row(head: SignalAlert, fold: Sequence[Fold]) -> LeadAlerts:
    """Return a row with its types, the most urgent and most frequent first."""
    ordered = sorted(fold, key=lambda row: (_URGENCY.index(row["priority"]), -row["count"], row["type_id"]))
    counts: dict[str, int] = defaultdict(int)
    for row in ordered:
        counts[row["type_id"]] += row["count"]
    return LeadAlerts(
        first=head,
        priority=Priority(ordered[0]["priority"]),
        types=[TypeCount(SignalType(code=code), count) for code, count in counts.items()],
        latest=max(row["latest"] for row in fold),
    )
