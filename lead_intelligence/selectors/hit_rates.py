"""What vendors know and what a found value costs, field by field, as their calls of the last month tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import connection

from lead_intelligence.domain.fields import API_FIELDS, Field
from lead_intelligence.domain.outcomes import HITS, Outcome
from mauntic.kernel.clock import now

# A day more than a month has, as on the overview.
WINDOW = timedelta(days=32)
ANSWERED = sorted(HITS | {Outcome.NOT_FOUND})
"""Outcomes of calls that were looked up; refusals and failures say nothing of what a vendor knows."""

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
# A call is paid for the fields that it asked for, found or not, each the same share.
_COSTS = """
    SELECT asked.field, SUM(call.cost / cardinality(call.fields))
    FROM lead_intelligence_vendorcall AS call CROSS JOIN unnest(call.fields) AS asked (field)
    WHERE call.started_at >= %s AND call.cost > 0
    GROUP BY asked.field
"""


@dataclass(frozen=True, slots=True)
class HitRate:
    """Of the calls that asked a vendor for a field, those that gave it."""

    asked: int
    found: int

    @property
    def rate(self) -> float | None:
        """0-1; None when it was never asked."""
        return self.found / self.asked if self.asked else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFigures:
    """How a field fares: jobs that looked for it, values found, what was spent on it (US dollars)."""

    field: Field
    jobs: int = 0
    found: int = 0
    spent: Decimal = Decimal(0)

    @property
    def coverage(self) -> float | None:
        """Share of the jobs that found it, 0-1; None without jobs."""
        return self.found / self.jobs if self.jobs else None

    @property
    def cost_per_value(self) -> Decimal | None:
        """What a found value cost, with the misses on the way; None when none was found."""
        return self.spent / self.found if self.found else None


def hit_rates() -> dict[tuple[str, Field], HitRate]:
    """Of each vendor (slug) and field that was asked for; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_VENDOR, [now() - WINDOW, [outcome.value for outcome in ANSWERED]])
        return {(slug, Field(name)): HitRate(asked, found) for slug, name, asked, found in cursor.fetchall()}


def field_figures() -> Mapping[Field, FieldFigures]:
    """Of every field of the API; two queries."""
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
