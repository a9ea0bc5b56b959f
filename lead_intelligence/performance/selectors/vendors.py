"""The enrichment overview."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.enrichment.selectors.jobs import newest_jobs
from lead_intelligence.performance.selectors.percentiles import Percentile
from lead_intelligence.spending.selectors.budgets import BudgetState, budget_states
from lead_intelligence.vendors.domain.outcomes import HITS, TROUBLE
from lead_intelligence.vendors.models import EnrichmentProvider, ProviderHealth
from lead_intelligence.vendors.selectors.accounts import state_of
from mauntic.kernel.clock import now

# One day more than the longest month, so that it has the spend of the whole month.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorOverview:
    """A vendor in the last month. Ratios are 0-1 and None without calls. Money is in US dollars.

    A call for a hundred leads is one call with a hundred `asked`.
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
    def median(self) -> timedelta | None:
        """Return the median response time."""
        return None if self.median_ms is None else timedelta(milliseconds=self.median_ms)

    @property
    def p95(self) -> timedelta | None:
        """Return the 95th percentile of response times."""
        return None if self.p95_ms is None else timedelta(milliseconds=self.p95_ms)

    @property
    def hit_rate(self) -> float | None:
        """Return the share of lookups with a result; None without lookups."""
        return self.hits / self.asked if self.asked else None

    @property
    def state(self) -> str:
        """Return the state: off, no_key, no_adapter, resting, probing, paused or ready."""
        return state_of(self.provider)

    @property
    def limits(self) -> list[BudgetState]:
        """Return the budgets that have a limit."""
        return [budget for budget in self.budgets if budget.limit is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The data of the overview page. `budgets` are those of the organization."""

    vendors: Sequence[VendorOverview]
    budgets: Sequence[BudgetState]
    jobs: Sequence[EnrichmentJob]
    open_jobs: int
    done_today: int
    alerts: Sequence[EnrichmentProvider] = field(default_factory=tuple)

    @property
    def is_running(self) -> bool:
        """Whether there are open jobs, so that the page reloads."""
        return self.open_jobs > 0


def overview() -> Overview:
    """Return vendors, budgets and the latest jobs; a constant number of queries."""
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
        jobs=list(newest_jobs()[:JOBS_SHOWN]),
        open_jobs=counts["open"],
        done_today=counts["done"],
        alerts=[each for each in providers if each.disabled_reason and not each.enabled and each.api_key],
    )


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
    latest: dict[str, list[VendorCall]] = defaultdict(list)
    for call in VendorCall.objects.filter(outcome__in=TROUBLE).order_by("-started_at")[:ERRORS_READ]:
        if len(latest[call.provider_id]) < ERRORS_SHOWN:
            latest[call.provider_id].append(call)
    return latest
