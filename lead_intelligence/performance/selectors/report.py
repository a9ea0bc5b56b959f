"""The vendor report of the command."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from lead_intelligence.enrichment.models.jobs import VendorCall
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.performance.selectors.percentiles import Percentile
from lead_intelligence.spending.selectors.report import Figures, figures_by_field
from lead_intelligence.vendors.domain.outcomes import HITS, TROUBLE
from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.vendors.selectors.accounts import state_of
from mauntic.kernel.clock import now

NO_CALLS: Mapping[str, Any] = {
    "calls": 0,
    "asked": 0,
    "hits": 0,
    "median_ms": None,
    "p95_ms": None,
    "cost": Decimal(0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorReport:
    """A vendor in a period. `asked` and `hits` count leads, `found` counts values. Money is in US dollars."""

    provider: EnrichmentProvider
    state: str
    calls: int
    asked: int
    hits: int
    median_ms: float | None
    p95_ms: float | None
    cost: Decimal
    fields: Mapping[Field, Figures]
    last_error: VendorCall | None

    @property
    def hit_rate(self) -> float | None:
        """Return the hit rate (0-1); None without lookups."""
        return self.hits / self.asked if self.asked else None

    @property
    def found(self) -> int:
        """Return the number of values found."""
        return sum(figures.hits for figures in self.fields.values())

    @property
    def cost_per_found(self) -> Decimal | None:
        """Return the cost per value, misses included; None without values."""
        return self.cost / self.found if self.found else None


def vendor_report(days: int) -> list[VendorReport]:
    """Return every vendor in the last `days` times 24 hours, by priority; four queries."""
    since = now() - timedelta(days=days)
    figures, fields, errors = _figures(since), figures_by_field(since), _last_errors(since)
    return [
        VendorReport(
            provider=provider,
            state=state_of(provider),
            fields={field: each for (slug, field), each in fields.items() if slug == provider.slug},
            last_error=errors.get(provider.slug),
            **{**NO_CALLS, **figures.get(provider.slug, {})},
        )
        for provider in EnrichmentProvider.objects.select_related("health")
    ]


def _figures(since: object) -> dict[str, dict[str, Any]]:
    calls = VendorCall.objects.filter(started_at__gte=since, finished_at__isnull=False)
    rows: Iterable[Mapping[str, Any]] = (
        calls.values("provider_id")
        .order_by()
        .annotate(
            calls=Count("request", distinct=True),
            asked=Count("pk"),
            hits=Count("pk", filter=Q(outcome__in=HITS)),
            median_ms=Percentile("duration_ms", fraction=0.5),
            p95_ms=Percentile("duration_ms", fraction=0.95),
            cost=Sum("cost"),
        )
    )
    return {row["provider_id"]: {name: row[name] for name in NO_CALLS} for row in rows}


def _last_errors(since: object) -> dict[str, VendorCall]:
    bad = VendorCall.objects.filter(started_at__gte=since, outcome__in=TROUBLE)
    latest = bad.order_by("provider_id", "-started_at").distinct("provider_id")
    return {call.provider_id: call for call in latest}
