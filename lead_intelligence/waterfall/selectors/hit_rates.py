"""Hit rates of vendors and costs per value by field, from the calls of the last month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import connection

from lead_intelligence.leads.domain.fields import API_FIELDS, Field
from lead_intelligence.vendors.domain.outcomes import HITS, Outcome
from mauntic.kernel.clock import now

# One day more than the longest month, as on the overview.
WINDOW = timedelta(days=32)
ANSWERED = sorted(HITS | {Outcome.NOT_FOUND})
"""Outcomes of completed lookups. Rejections and failures do not count in hit rates."""

_BY_VENDOR = """
    SELECT call.provider_id, asked.field, COUNT(*), COUNT(*) FILTER (WHERE call.answer ? asked.field)
    FROM lead_intelligence_vendorcall AS call CROSS JOIN unnest(call.fields) AS asked (field)
    WHERE call.started_at >= %s AND call.outcome = ANY(%s)
    GROUP BY call.provider_id, asked.field
"""
_JOBS = """
    SELECT asked.field, COUNT(*), COUNT(*) FILTER (
        WHERE job.results @> jsonb_build_array(jsonb_build_object('field', asked.field, 'isTaken', true))
    )
    FROM lead_intelligence_enrichmentjob AS job CROSS JOIN unnest(job.field_requests) AS asked (field)
    WHERE job.created_at >= %s AND job.status IN ('completed', 'exhausted')
    GROUP BY asked.field
"""
# The cost of a call is split evenly among the requested fields, found or not.
_COSTS = """
    SELECT asked.field, SUM(call.cost / cardinality(call.fields))
    FROM lead_intelligence_vendorcall AS call CROSS JOIN unnest(call.fields) AS asked (field)
    WHERE call.started_at >= %s AND call.cost > 0
    GROUP BY asked.field
"""


@dataclass(frozen=True, slots=True)
class HitRate:
    """Calls that requested a field from a vendor, and those that found it."""

    asked: int
    found: int

    @property
    def rate(self) -> float | None:
        """Return the hit rate (0-1); None without calls."""
        return self.found / self.asked if self.asked else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFigures:
    """Figures of a field: jobs that requested it, values found, spend (US dollars)."""

    field: Field
    jobs: int = 0
    found: int = 0
    spent: Decimal = Decimal(0)

    @property
    def coverage(self) -> float | None:
        """Return the share of jobs that found the field (0-1); None without jobs."""
        return self.found / self.jobs if self.jobs else None

    @property
    def cost_per_value(self) -> Decimal | None:
        """Return the cost per value, misses included; None without values."""
        return self.spent / self.found if self.found else None


def vendor_hit_rates() -> dict[tuple[str, Field], HitRate]:
    """Return the hit rate by vendor (slug) and field; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_VENDOR, [now() - WINDOW, [outcome.value for outcome in ANSWERED]])
        return {(slug, Field(name)): HitRate(asked, found) for slug, name, asked, found in cursor.fetchall()}


def field_figures() -> Mapping[Field, FieldFigures]:
    """Return the figures of every field of the API; two queries."""
    since = [now() - WINDOW]
    with connection.cursor() as cursor:
        cursor.execute(_JOBS, since)
        jobs = {name: (asked, found) for name, asked, found in cursor.fetchall()}
        cursor.execute(_COSTS, since)
        costs = dict(cursor.fetchall())
    return {
        field: FieldFigures(
            field=field,
            jobs=jobs.get(field.value, (0, 0))[0],
            found=jobs.get(field.value, (0, 0))[1],
            spent=costs.get(field.value, Decimal(0)),
        )
        for field in API_FIELDS
    }
