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
from lead_intelligence.models import EnrichmentJob, EnrichmentProvider, ProviderHealth, VendorCall
from lead_intelligence.selectors.budgets import BudgetState, budget_states
from lead_intelligence.selectors.jobs import jobs
from lead_intelligence.vendors.registry import VENDORS
from mauntic.kernel.clock import now

# A day more than a month has, so that the month's money is all in it.
WINDOW = timedelta(days=32)
JOBS_SHOWN = 10
ERRORS_SHOWN = 3
ERRORS_READ = 50
NO_CALLS: Mapping[str, Any] = {
    "calls": 0,
    "asked": 0,
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
    """A vendor over the last month. Ratios are 0-1 and None without calls, money is in US dollars.

    Calls are those to the outside: one that asks for a hundred leads is one, with a hundred `asked`.
    """

    provider: EnrichmentProvider
    health: ProviderHealth
    budgets: Sequence[BudgetState]
    calls: int
    asked: int
    hits: int
    median_ms: float | None
    p95_ms: float | None
    spent_today: Decimal
    spent_month: Decimal
    errors: Sequence[VendorCall]

    @property
    def hit_rate(self) -> float | None:
        """Leads of whom it knew something, of all that it was asked for."""
        return self.hits / self.asked if self.asked else None

    @property
    def state(self) -> str:
        """One word: off, no_key, no_adapter, resting, probing, paused or ready."""
        return state_of(self.provider)

    @property
    def limits(self) -> list[BudgetState]:
        """Those of its budgets that have a limit."""
        return [budget for budget in self.budgets if budget.limit is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The overview page; `budgets` are those of the organization."""

    vendors: Sequence[VendorOverview]
    budgets: Sequence[BudgetState]
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
    budgets = budget_states()
    figures, errors, today = _figures(), _errors(), now().replace(hour=0, minute=0, second=0, microsecond=0)
    counts = EnrichmentJob.objects.aggregate(
        open=Count("pk", filter=Q(status__in=EnrichmentJob.OPEN)),
        done=Count("pk", filter=Q(completed_at__gte=today)),
    )
    return Overview(
        vendors=[
            VendorOverview(
                provider=each,
                health=each.health,
                budgets=[budget for budget in budgets if budget.slug == each.slug],
                errors=errors.get(each.slug, []),
                **{**NO_CALLS, **figures.get(each.slug, {})},
            )
            for each in providers
        ],
        budgets=[budget for budget in budgets if budget.provider is None],
        jobs=list(jobs()[:JOBS_SHOWN]),
        open_jobs=counts["open"],
        done_today=counts["done"],
        alerts=[each for each in providers if each.disabled_reason and not each.enabled and each.api_key],
    )


def state_of(provider: EnrichmentProvider) -> str:
    """One word for a vendor (its health loaded): `off`, `ready`, or what keeps it from being asked."""
    if not provider.enabled:
        return "off"
    if not provider.api_key:
        return "no_key"
    if provider.provider_type not in VENDORS:
        return "no_adapter"
    state = CircuitState(provider.health.circuit_state)
    if state is not CircuitState.CLOSED:
        return "resting" if state is CircuitState.OPEN else "probing"
    paused_until = provider.health.paused_until
    return "paused" if paused_until and paused_until > now() else "ready"


def _figures() -> dict[str, dict[str, Any]]:
    at = now()
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    finished = VendorCall.objects.filter(started_at__gte=at - WINDOW, finished_at__isnull=False)
    rows: Iterable[Mapping[str, Any]] = (
        finished.values("provider_id")
        .order_by()
        .annotate(
            calls=Count("request", distinct=True),
            asked=Count("pk"),
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
