"""Delays of alerts: from the signal to the alert, and from the alert to its acknowledgment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter, itemgetter
from typing import Any

from django.db.models import Aggregate, Count, DurationField, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext

from mauntic.kernel import clock
from scoring.alerts.models import SignalAlert
from scoring.signals.models import Priority

DELAY_DAYS = 30
FIRST_PARTY = "first_party"


class Percentile(Aggregate):
    """A percentile of durations, interpolated between rows (`percentile_cont` of PostgreSQL)."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression: Any, *, share: float, **extra: Any) -> None:
        super().__init__(expression, share=share, output_field=DurationField(), **extra)


@dataclass(frozen=True, slots=True)
class Delays:
    """Delays of a group of alerts; None without any.

    `system` is from the signal to the alert, of first-party signals: feeds report late. `human` is from the
    alert to its acknowledgment, nights and weekends included. `share_in_time` (0-1) is the share acknowledged
    in time among alerts that are acknowledged or past their deadline.
    """

    label: str
    day: date | None
    alerts: int
    system_p50: timedelta | None
    system_p95: timedelta | None
    human_p50: timedelta | None
    human_p95: timedelta | None
    share_in_time: float | None


@dataclass(frozen=True, slots=True)
class AlertDelays:
    """Delays of the last `days`: of all alerts, and by day, priority and assignee."""

    days: int
    whole: Delays
    by_day: Sequence[Delays]
    by_priority: Sequence[Delays]
    by_person: Sequence[Delays]


def alert_delays(*, now: datetime | None = None, days: int = DELAY_DAYS) -> AlertDelays:
    """Return delays of alerts created in the last `days`, in four queries.

    Args:
        now: the end of the period; by default the present.
        days: the length of the period.
    """
    at = now or clock.now()
    rows = SignalAlert.objects.filter(created_at__gt=at - timedelta(days=days)).order_by()
    measures = _measures(at)
    people = _groups(rows, measures, "assignee__name", "assignee__email")
    by_person = [
        _delays(row["assignee__name"] or row["assignee__email"] or gettext("Unassigned"), row)
        for row in people
    ]
    days_in_order = sorted(
        _groups(rows.annotate(day=TruncDate("created_at")), measures, "day"), key=itemgetter("day")
    )
    return AlertDelays(
        days=days,
        whole=_delays(gettext("All"), rows.aggregate(**measures)),
        by_day=[_delays("", row, day=row["day"]) for row in days_in_order],
        by_priority=_by_priority(_groups(rows, measures, "priority")),
        by_person=sorted(by_person, key=attrgetter("alerts"), reverse=True),
    )


def _groups(rows: QuerySet[SignalAlert], measures: dict[str, Aggregate], *names: str) -> list[dict[str, Any]]:
    return [dict(row) for row in rows.values(*names).annotate(**measures)]


def _by_priority(groups: Sequence[dict[str, Any]]) -> list[Delays]:
    found = {row["priority"]: row for row in groups}
    return [_delays(str(choice.label), found[choice]) for choice in Priority if choice in found]


def _measures(at: datetime) -> dict[str, Aggregate]:
    system, human = F("created_at") - F("detected_at"), F("acknowledged_at") - F("created_at")
    ours = Q(type__category=FIRST_PARTY)
    return {
        "alerts": Count("pk"),
        "decided": Count("pk", filter=Q(acknowledged_at__isnull=False) | Q(deadline__lte=at)),
        "in_time": Count("pk", filter=Q(acknowledged_at__lte=F("deadline"))),
        "system_p50": Percentile(system, share=0.5, filter=ours),
        "system_p95": Percentile(system, share=0.95, filter=ours),
        "human_p50": Percentile(human, share=0.5),
        "human_p95": Percentile(human, share=0.95),
    }


def _delays(label: str, row: dict[str, Any], *, day: date | None = None) -> Delays:
    return Delays(
        label=label,
        day=day,
        alerts=row["alerts"],
        system_p50=row["system_p50"],
        system_p95=row["system_p95"],
        human_p50=row["human_p50"],
        human_p95=row["human_p95"],
        share_in_time=row["in_time"] / row["decided"] if row["decided"] else None,
    )
