"""The spend report, from the ledger of calls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.labels import label_of
from lead_intelligence.provenance.models import FieldWrite
from lead_intelligence.vendors.domain.outcomes import HITS, Outcome
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.kernel.budgets import PACE_DAYS, month_end
from mauntic.kernel.clock import now
from mauntic.kernel.display import number

CHART_DAYS = 30
MONTH_DAYS = 31
SHOWN = 5
NOTHING = Decimal(0)
# The cost of a call is split evenly among the requested fields, found or not.
_FIELDS = """
    SELECT call.provider_id, asked.field, COUNT(*), COUNT(*) FILTER (WHERE call.answer ? asked.field),
        SUM(call.cost / cardinality(call.fields))
    FROM lead_intelligence_vendorcall AS call CROSS JOIN unnest(call.fields) AS asked (field)
    WHERE call.started_at >= %s AND call.finished_at IS NOT NULL
    GROUP BY call.provider_id, asked.field
"""


@dataclass(slots=True, kw_only=True)
class Figures:
    """Calls, results and cost (US dollars). One call can look up several leads.

    `asked`, `hits` and `misses` count leads (for a field: lookups of the field). `verified` counts values
    that were written and neither reverted nor refuted.
    """

    calls: int = 0
    asked: int = 0
    hits: int = 0
    misses: int = 0
    verified: int = 0
    cost: Decimal = NOTHING

    @property
    def hit_rate(self) -> float | None:
        """Return the share of hits (0-1); None without lookups."""
        return self.hits / self.asked if self.asked else None

    @property
    def cost_per_hit(self) -> Decimal | None:
        """Return the cost per hit, misses included; None without hits."""
        return self.cost / self.hits if self.hits else None

    @property
    def cost_per_verified(self) -> Decimal | None:
        """Return the cost per valid value; None without values."""
        return self.cost / self.verified if self.verified else None


@dataclass(slots=True, kw_only=True)
class VendorSpend:
    """A vendor in the selected period, with its spend of the month so far and the forecast.

    `position` is the number of the vendor, from 1, which selects its color.
    """

    position: int
    provider: EnrichmentProvider
    figures: Figures
    month: Decimal
    month_end: Decimal
    lately: Decimal
    """The spend in the days of the chart."""

    @property
    def is_idle(self) -> bool:
        """Whether the vendor has no figures to show."""
        return not (self.figures.calls or self.figures.verified or self.month or self.lately)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpend:
    """A field in the selected period."""

    field: Field
    figures: Figures

    @property
    def label(self) -> str:
        """Return the name of the field."""
        return label_of(self.field)


@dataclass(frozen=True, slots=True)
class Spender:
    """A batch or a user with the cost of their jobs. `id` is None for automatic jobs."""

    id: Any
    name: str
    jobs: int
    cost: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """The figures of the spend page. `by_day` has every day of the chart, oldest first, by slug."""

    days: int
    vendors: Sequence[VendorSpend]
    fields: Sequence[FieldSpend]
    total: Figures
    month: Decimal
    month_end: Decimal
    by_day: Mapping[date, Mapping[str, Decimal]]
    batches: Sequence[Spender]
    people: Sequence[Spender]

    @property
    def active(self) -> list[VendorSpend]:
        """Return the vendors with figures."""
        return [each for each in self.vendors if not each.is_idle]

    @property
    def idle(self) -> list[str]:
        """Return the names of the other vendors."""
        return [each.provider.name for each in self.vendors if each.is_idle]

    @property
    def day_rows(self) -> list[tuple[date, list[Decimal]]]:
        """Return the days of the chart, newest first, with the spend of each active vendor."""
        slugs = [each.provider.slug for each in self.active]
        return [(day, [amounts[slug] for slug in slugs]) for day, amounts in reversed([*self.by_day.items()])]


def spend(days: int) -> Spend:
    """Return the spend of the last `days` days, including today; six queries.

    Args:
        days: the length of the period.
    """
    today = now().date()
    since = _midnight(today - timedelta(days=days - 1))
    rows = list(_ledger(_midnight(today - timedelta(days=max(days, CHART_DAYS, MONTH_DAYS) - 1))))
    written, fields = _written(since), figures_by_field(since)
    vendors = [
        _vendor(
            position, provider, [row for row in rows if row["provider_id"] == provider.slug], since, today
        )
        for position, provider in enumerate(EnrichmentProvider.objects.all(), 1)
    ]
    for each in vendors:
        each.figures.verified = sum(n for (slug, _), n in written.items() if slug == each.provider.slug)
    return Spend(
        days=days,
        vendors=vendors,
        fields=_by_field(fields, written),
        total=_sum(each.figures for each in vendors),
        month=sum((each.month for each in vendors), NOTHING),
        month_end=sum((each.month_end for each in vendors), NOTHING),
        by_day=_by_day(rows, vendors, today),
        batches=_batches(since),
        people=_people(since),
    )


def figures_by_field(since: datetime) -> dict[tuple[str, Field], Figures]:
    """Return figures by vendor (slug) and requested field; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_FIELDS, [since])
        return {
            (slug, Field(name)): Figures(asked=asked, hits=hits, misses=asked - hits, cost=cost)
            for slug, name, asked, hits, cost in cursor.fetchall()
        }


def _ledger(since: datetime) -> Iterable[Mapping[str, Any]]:
    calls = VendorCall.objects.filter(started_at__gte=since, finished_at__isnull=False)
    return (
        calls.values("provider_id", day=TruncDate("started_at", tzinfo=UTC))
        .order_by()
        .annotate(
            calls=Count("request", distinct=True),
            asked=Count("pk"),
            hits=Count("pk", filter=Q(outcome__in=HITS)),
            misses=Count("pk", filter=Q(outcome=Outcome.NOT_FOUND)),
            cost=Sum("cost"),
        )
    )


def _written(since: datetime) -> dict[tuple[str, Field], int]:
    valid = FieldWrite.objects.applied().filter(at__gte=since, refuted_at=None)
    rows = valid.order_by().values_list("provider", "field").annotate(Count("pk"))
    return {(slug, Field(name)): count for slug, name, count in rows}


def _vendor(
    position: int,
    provider: EnrichmentProvider,
    rows: Sequence[Mapping[str, Any]],
    since: datetime,
    today: date,
) -> VendorSpend:
    chosen = [row for row in rows if row["day"] >= since.date()]
    figures = Figures(
        **{name: sum(row[name] for row in chosen) for name in ("calls", "asked", "hits", "misses")}
    )
    figures.cost = _cost(chosen, since.date())
    month = _cost(rows, today.replace(day=1))
    pace = _cost(rows, today - timedelta(days=PACE_DAYS - 1))
    return VendorSpend(
        position=position,
        provider=provider,
        figures=figures,
        month=month,
        month_end=month_end(spent=month, lately=pace, today=today),
        lately=_cost(rows, today - timedelta(days=CHART_DAYS - 1)),
    )


def _cost(rows: Iterable[Mapping[str, Any]], since: date) -> Decimal:
    return sum((row["cost"] for row in rows if row["day"] >= since), NOTHING)


def _by_field(
    found: Mapping[tuple[str, Field], Figures], written: Mapping[tuple[str, Field], int]
) -> list[FieldSpend]:
    totals = {field: _sum(each for (_slug, of), each in found.items() if of is field) for field in Field}
    for (_slug, field), count in written.items():
        totals[field].verified += count
    return [
        FieldSpend(field=f, figures=total) for f, total in totals.items() if total.asked or total.verified
    ]


def _sum(figures: Iterable[Figures]) -> Figures:
    total = Figures()
    for each in figures:
        for name in ("calls", "asked", "hits", "misses", "verified"):
            setattr(total, name, getattr(total, name) + getattr(each, name))
        total.cost += each.cost
    return total


def _by_day(
    rows: Sequence[Mapping[str, Any]], vendors: Sequence[VendorSpend], today: date
) -> dict[date, dict[str, Decimal]]:
    costs = {(row["day"], row["provider_id"]): row["cost"] for row in rows}
    days = (today - timedelta(days=back) for back in reversed(range(CHART_DAYS)))
    slugs = [each.provider.slug for each in vendors]
    return {day: {slug: costs.get((day, slug), NOTHING) for slug in slugs} for day in days}


def _batches(since: datetime) -> list[Spender]:
    rows = _jobs(since).filter(batch__isnull=False).values_list("batch", "batch__label", "batch__total")
    return [
        Spender(pk, label or _leads(total), jobs, cost)
        for pk, label, total, jobs, cost in _most_expensive(rows)
    ]


def _leads(count: int) -> str:
    return ngettext("{count} lead", "{count} leads", count).format(count=number(count))


def _people(since: datetime) -> list[Spender]:
    names = ("requested_by", "requested_by__name", "requested_by__email")
    rows = _most_expensive(_jobs(since).values_list(*names))
    return [
        Spender(pk, (name or email) if pk else _("Automatic"), jobs, cost)
        for pk, name, email, jobs, cost in rows
    ]


def _jobs(since: datetime) -> Any:
    return EnrichmentJob.objects.filter(created_at__gte=since, total_cost__gt=0).order_by()


def _most_expensive(rows: Any) -> Any:
    return rows.annotate(Count("pk"), money=Sum("total_cost")).order_by("-money")[:SHOWN]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
