"""What the vendors give for the money."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, FloatField, Q, Sum

from lead_intelligence.domain.circuit import CircuitState
from lead_intelligence.domain.outcomes import FAILURES, HITS, REFUSALS
from lead_intelligence.models import (
    Budget,
    EnrichmentJob,
    EnrichmentProvider,
    Period,
    ProviderHealth,
    VendorCall,
)
from lead_intelligence.selectors.jobs import jobs
from mauntic.kernel.clock import now

# A day more than a month has, so that the month's money is all in it.
WINDOW = timedelta(days=32)
JOBS_SHOWN = 50
ERRORS_SHOWN = 3
ERRORS_READ = 50
NO_CALLS: Mapping[str, Any] = {
    "calls": 0,
    "hits": 0,
    "median_ms": None,
    "p95_ms": None,
    "spent_today": Decimal(0),
    "spent_month": Decimal(0),
}


class Percentile(Aggregate):
    """A percentile of a column: `Percentile("duration_ms", fraction=0.95)`."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression: str, *, fraction: float, **extra: Any) -> None:
        super().__init__(expression, fraction=float(fraction), **extra)


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorOverview:
    """A vendor over the last month. Ratios are 0-1 and None without calls, money is in US dollars."""

    provider: EnrichmentProvider
    health: ProviderHealth
    calls: int
    hits: int
    median_ms: float | None
    p95_ms: float | None
    spent_today: Decimal
    spent_month: Decimal
    errors: Sequence[VendorCall]

    @property
    def hit_rate(self) -> float | None:
        """Answers with values, of all calls."""
        return self.hits / self.calls if self.calls else None

    @property
    def state(self) -> str:
        """One word: off, no_key, resting, probing or ready."""
        if not self.provider.enabled:
            return "off"
        if not self.provider.api_key:
            return "no_key"
        states = {CircuitState.OPEN: "resting", CircuitState.HALF_OPEN: "probing"}
        return states.get(CircuitState(self.health.circuit_state), "ready")


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetOverview:
    """A budget of now; without a limit `share` is None."""

    period: Period
    limit: Decimal | None = None
    reserved: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)

    @property
    def used(self) -> Decimal:
        """What is spent or held for running calls."""
        return self.spent + self.reserved

    @property
    def left(self) -> Decimal | None:
        """What can still be spent; None without a limit."""
        return None if self.limit is None else max(Decimal(0), self.limit - self.used)

    @property
    def share(self) -> float | None:
        """How much of it is used, 0-1."""
        return min(1.0, float(self.used / self.limit)) if self.limit else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The overview page."""

    vendors: Sequence[VendorOverview]
    budgets: Sequence[BudgetOverview]
    jobs: Sequence[EnrichmentJob]
    open_jobs: int
    done_today: int
    alerts: Sequence[EnrichmentProvider] = field(default_factory=tuple)

    @property
    def is_running(self) -> bool:
        """Whether something will change by itself."""
        return self.open_jobs > 0


def overview() -> Overview:
    """Vendors, budgets and the latest jobs with their steps, in a constant number of queries."""
    providers = list(EnrichmentProvider.objects.select_related("health"))
    figures, errors, today = _figures(), _errors(), now().replace(hour=0, minute=0, second=0, microsecond=0)
    counts = EnrichmentJob.objects.aggregate(
        open=Count("pk", filter=Q(status__in=EnrichmentJob.OPEN)),
        done=Count("pk", filter=Q(completed_at__gte=today)),
    )
    return Overview(
        vendors=[_vendor(each, figures.get(each.slug, {}), errors.get(each.slug, [])) for each in providers],
        budgets=budgets(),
        jobs=list(jobs()[:JOBS_SHOWN]),
        open_jobs=counts["open"],
        done_today=counts["done"],
        alerts=[each for each in providers if each.disabled_reason and not each.enabled and each.api_key],
    )


def budgets() -> list[BudgetOverview]:
    """The organization's own budget of the day and of the month as they stand now; one query."""
    at = now().date()
    starts = {Period.DAY: at, Period.MONTH: at.replace(day=1)}
    rows = Budget.objects.filter(provider=None, starts_on__lte=at).order_by("period", "-starts_on")
    latest = {row.period: row for row in rows.distinct("period")}
    return [
        _budget(period, latest.get(period), is_current=period in latest and latest[period].starts_on == start)
        for period, start in starts.items()
    ]


def _budget(period: Period, row: Budget | None, *, is_current: bool) -> BudgetOverview:
    if row is None:
        return BudgetOverview(period=period)
    if not is_current:
        # Nothing was spent yet in this one: it will take over the limit of the last.
        return BudgetOverview(period=period, limit=row.limit)
    return BudgetOverview(period=period, limit=row.limit, reserved=row.reserved, spent=row.spent)


def _figures() -> dict[str, dict[str, Any]]:
    at = now()
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    finished = VendorCall.objects.filter(started_at__gte=at - WINDOW, finished_at__isnull=False)
    rows: Iterable[Mapping[str, Any]] = (
        finished.values("provider_id")
        .order_by()
        .annotate(
            calls=Count("pk"),
            hits=Count("pk", filter=Q(outcome__in=HITS)),
            median_ms=Percentile("duration_ms", fraction=0.5),
            p95_ms=Percentile("duration_ms", fraction=0.95),
            spent_today=Sum("cost", filter=Q(started_at__gte=today), default=Decimal(0)),
            spent_month=Sum("cost", filter=Q(started_at__gte=today.replace(day=1)), default=Decimal(0)),
        )
    )
    return {row["provider_id"]: {name: row[name] for name in NO_CALLS} for row in rows}


def _errors() -> Mapping[str, list[VendorCall]]:
    bad = FAILURES | REFUSALS
    latest: dict[str, list[VendorCall]] = defaultdict(list)
    for call in VendorCall.objects.filter(outcome__in=bad).order_by("-started_at")[:ERRORS_READ]:
        if len(latest[call.provider_id]) < ERRORS_SHOWN:
            latest[call.provider_id].append(call)
    return latest


def _vendor(
    provider: EnrichmentProvider, figures: Mapping[str, Any], errors: Sequence[VendorCall]
) -> VendorOverview:
    return VendorOverview(provider=provider, health=provider.health, errors=errors, **{**NO_CALLS, **figures})
