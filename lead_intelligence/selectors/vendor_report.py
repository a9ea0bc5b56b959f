"""How the vendors did, for reports outside of the pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.outcomes import FAILURES, HITS, REFUSALS
from lead_intelligence.models import EnrichmentProvider, VendorCall
from lead_intelligence.selectors.overview import Percentile, state_of
from lead_intelligence.selectors.spend import Figures, figures_by_field
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
    """A vendor over some days. `asked` and `hits` count leads, `found` values; money is in US dollars."""

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
        """Hits, of all leads that were asked for; 0-1, None when there were none."""
        return self.hits / self.asked if self.asked else None

    @property
    def found(self) -> int:
        """Values that it gave."""
        return sum(figures.hits for figures in self.fields.values())

    @property
    def cost_per_found(self) -> Decimal | None:
        """What one of them cost, with the misses on the way; None when there is none."""
        return self.cost / self.found if self.found else None


def vendor_report(days: int) -> list[VendorReport]:
    """Every vendor over the last `days` times 24 hours, by priority; four queries."""
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
    bad = VendorCall.objects.filter(started_at__gte=since, outcome__in=FAILURES | REFUSALS)
    latest = bad.order_by("provider_id", "-started_at").distinct("provider_id")
    return {call.provider_id: call for call in latest}
