"""Health of a vendor per hour; a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import TruncHour

from lead_intelligence.enrichment.models.jobs import VendorCall
from lead_intelligence.performance.selectors.percentiles import Percentile
from lead_intelligence.vendors.domain.outcomes import ANSWERED, FAILURES, HITS
from lead_intelligence.vendors.models import HealthCheck
from mauntic.kernel.circuit import FAILURES_TO_OPEN
from mauntic.kernel.clock import now

HOURS = 7 * 24
HOUR = timedelta(hours=1)

# Openings of the circuit are not recorded, but follow from the calls: the fifth failure in a row opens it.
# A call for several leads counts once, although each lead has a row.
_OPENINGS = """
    WITH call AS (
        SELECT DISTINCT ON (request) request, finished_at AS at, outcome
        FROM lead_intelligence_vendorcall
        WHERE provider_id = %s AND started_at >= %s AND outcome = ANY(%s)
    ), run AS (
        SELECT at, outcome, COUNT(*) FILTER (WHERE outcome = ANY(%s)) OVER (ORDER BY at, request) AS number
        FROM call
    ), failure AS (
        SELECT at, ROW_NUMBER() OVER (PARTITION BY number ORDER BY at) AS place
        FROM run WHERE outcome = ANY(%s)
    )
    SELECT date_trunc('hour', at, 'UTC'), COUNT(*) FROM failure WHERE place = %s GROUP BY 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthHour:
    """An hour of a vendor. Response times in ms and credits are None if unknown."""

    at: datetime
    calls: int = 0
    failures: int = 0
    openings: int = 0
    median_ms: float | None = None
    p95_ms: float | None = None
    credits_left: int | None = None
    checks: int = 0
    failed_checks: int = 0

    @property
    def failure_rate(self) -> float | None:
        """Return the failure rate (0-1); None without calls."""
        return self.failures / self.calls if self.calls else None

    @property
    def median(self) -> timedelta | None:
        """Return the median response time."""
        return None if self.median_ms is None else timedelta(milliseconds=self.median_ms)

    @property
    def p95(self) -> timedelta | None:
        """Return the 95th percentile of response times."""
        return None if self.p95_ms is None else timedelta(milliseconds=self.p95_ms)

    @property
    def is_quiet(self) -> bool:
        """Whether the hour has neither calls nor checks."""
        return not self.calls and not self.checks


def health_hours(slug: str) -> list[HealthHour]:
    """Return the last seven days of a vendor per hour, oldest first; three queries."""
    this_hour = now().replace(minute=0, second=0, microsecond=0)
    since = this_hour - HOUR * (HOURS - 1)
    calls, checks, openings = _calls(slug, since), _checks(slug, since), _openings(slug, since)
    hours = [since + HOUR * number for number in range(HOURS)]
    return [
        HealthHour(at=at, openings=openings.get(at, 0), **calls.get(at, {}), **checks.get(at, {}))
        for at in hours
    ]


def _calls(slug: str, since: datetime) -> Mapping[datetime, dict[str, Any]]:
    rows = (
        VendorCall.objects.filter(provider=slug, started_at__gte=since, finished_at__isnull=False)
        .annotate(hour=TruncHour("started_at", tzinfo=UTC))
        .values("hour")
        .order_by()
        .annotate(
            calls=Count("request", distinct=True),
            failures=Count("request", distinct=True, filter=Q(outcome__in=FAILURES)),
            median_ms=Percentile("duration_ms", fraction=0.5),
            p95_ms=Percentile("duration_ms", fraction=0.95),
        )
    )
    return _by_hour(rows)


def _checks(slug: str, since: datetime) -> Mapping[datetime, dict[str, Any]]:
    """Return checks per hour, with the latest credits of each hour."""
    found: dict[datetime, dict[str, Any]] = {}
    rows = HealthCheck.objects.filter(provider=slug, at__gte=since).order_by("at", "pk")
    for at, outcome, credits_left in rows.values_list("at", "outcome", "credits_left"):
        hour = found.setdefault(
            at.replace(minute=0, second=0, microsecond=0),
            {"checks": 0, "failed_checks": 0, "credits_left": None},
        )
        hour["checks"] += 1
        hour["failed_checks"] += outcome not in HITS
        hour["credits_left"] = hour["credits_left"] if credits_left is None else credits_left
    return found


def _openings(slug: str, since: datetime) -> Mapping[datetime, int]:
    resets, failures = [str(each) for each in HITS | ANSWERED], [str(each) for each in FAILURES]
    with connection.cursor() as cursor:
        cursor.execute(_OPENINGS, [slug, since, [*resets, *failures], resets, failures, FAILURES_TO_OPEN])
        return dict(cursor.fetchall())


def _by_hour(rows: Iterable[Mapping[str, Any]]) -> Mapping[datetime, dict[str, Any]]:
    return {row["hour"]: {name: value for name, value in row.items() if name != "hour"} for row in rows}
