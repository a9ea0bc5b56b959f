"""The data quality of all leads: distribution, missing fields and possible improvements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from math import prod
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lead_intelligence.enrichment.models.blocks import ProcessingBlock
from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.leads.domain.fields import API_FIELDS, Field
from lead_intelligence.leads.labels import label_of
from lead_intelligence.leads.selectors import FINDABLE, OF_CONTACT
from lead_intelligence.quality.domain import (
    ACCURACY_WITHOUT_EMAIL,
    COUNTED,
    STALE_AFTER_DAYS,
    WEIGHT_ACCURACY,
    WEIGHT_COMPLETENESS,
    WEIGHT_FRESHNESS,
)
from lead_intelligence.spending.domain.estimates import UNKNOWN_HIT_RATE
from lead_intelligence.spending.selectors.estimates import ENOUGH_CALLS, Market, market_now
from lead_intelligence.waterfall.selectors.hit_rates import FieldFigures, field_figures
from mauntic.crm.models import Contact, EnrichmentStatus
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid

STALE = "stale"
"""The name of the improvement for leads that were not enriched for 90 days."""
ASKED_LATELY = timedelta(days=30)
"""A lead is not looked up again for the same field within this time."""
BANDS = 5

# The formula of `quality.domain.assess` for all leads. Stored addresses were validated on entry.
_LEADS = """
    SELECT contact.id, contact.data_quality_score AS stored, contact.last_enriched_at,
        contact.email <> '' AS has_email, contact.first_name <> '' AS "has_firstName",
        contact.last_name <> '' AS "has_lastName", contact.phone <> '' AS has_phone,
        COALESCE(company.name <> '', FALSE) AS has_company, contact.title <> '' AS has_title,
        contact.enrichment_status = 'pending' AS is_busy,
        contact.email <> '' OR contact.linkedin_url <> '' OR COALESCE(company.domain <> '', FALSE)
            OR (contact.first_name <> '' AND contact.last_name <> '' AND company.id IS NOT NULL)
            AS is_findable,
        GREATEST(0, LEAST(1, COALESCE(
            1 - EXTRACT(EPOCH FROM %(now)s - contact.last_enriched_at)::float8 / 86400 / %(stale_days)s, 0
        ))) AS freshness
    FROM crm_contact AS contact LEFT JOIN crm_company AS company ON company.id = contact.company_id
"""
_COMPLETENESS = (
    "(" + " + ".join(f'"has_{field.value}"::int' for field in COUNTED) + f")::float8 / {len(COUNTED)}"
)
_SURE = f"%(completeness)s * {_COMPLETENESS} + %(freshness)s * freshness + %(accuracy)s::float8"
_UNSURE = f"{_SURE} * %(without_email)s"
_FADED = f"""
    WITH lead AS ({_LEADS}), judged AS (
        SELECT id, stored, ROUND(({_SURE})::numeric, 3) AS sure, ROUND(({_UNSURE})::numeric, 3) AS unsure
        FROM lead
    )
    SELECT id FROM judged
    WHERE stored IS NULL OR LEAST(ABS(sure - stored), ABS(unsure - stored)) >= %(least)s
    LIMIT %(limit)s
"""  # noqa: S608 (made of constants)
_OVERVIEW = f"""
    WITH lead AS ({_LEADS}), asked AS (
        SELECT job.contact_id, ARRAY_AGG(DISTINCT asked.field) AS fields
        FROM lead_intelligence_enrichmentjob AS job CROSS JOIN unnest(job.field_requests) AS asked (field)
        WHERE job.created_at >= %(lately)s GROUP BY job.contact_id
    ), judged AS MATERIALIZED (
        SELECT lead.*, COALESCE(asked.fields, ARRAY[]::varchar[]) AS asked,
            is_findable AND NOT is_busy AS is_askable,
            CASE WHEN has_email THEN {_SURE} ELSE {_UNSURE} END AS overall
        FROM lead LEFT JOIN asked ON asked.contact_id = lead.id
    )
    SELECT COUNT(*), COALESCE(AVG(overall), 0), {{columns}} FROM judged
"""  # noqa: S608 (made of constants)


@dataclass(frozen=True, slots=True)
class Band:
    """Leads with a quality between two ratios. `share` is that of all leads (0-1)."""

    low: float
    high: float
    count: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """A missing field, or missing freshness. Money is in US dollars, quality the average of all leads (0-1).

    `askable` of the `count` leads can be looked up and were not recently. `is_guess`: there are too few
    lookups for a hit rate. Without vendors, `most` and the gain are 0.
    """

    name: str
    label: str
    count: int
    askable: int
    most: Decimal
    likely: Decimal
    expected: float
    is_guess: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityOverview:
    """All leads. `average` is their current quality (0-1); `lacks` has the largest improvement first."""

    leads: int
    average: float
    bands: Sequence[Band]
    lacks: Sequence[Lack]
    vendors: Sequence[str]


def faded(*, least: float, limit: int) -> list[UUID]:
    """Return contacts whose stored quality differs by at least `least`, because time passed.

    Args:
        least: the smallest difference, as a share (0-1).
        limit: the most contacts.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FADED, {**_numbers(), "least": least, "limit": limit})
        return [pk for (pk,) in cursor.fetchall()]


def quality_overview() -> QualityOverview:
    """Return the overview: one pass over leads, and a constant number of queries about vendors."""
    row = _figures()
    total, average = int(row[0]), float(row[1])
    bands, rest = row[2 : 2 + BANDS], row[2 + BANDS :]
    triples = [rest[start : start + 3] for start in range(0, len(rest), 3)]
    market, figures = market_now(), field_figures()
    names = [*(field.value for field in COUNTED), STALE]
    lacks = [
        _lack(name, triple, _Odds(market, figures), total, average)
        for name, triple in zip(names, triples, strict=True)
    ]
    return QualityOverview(
        leads=total,
        average=average,
        bands=[
            Band(index / BANDS, (index + 1) / BANDS, count, count / total if total else 0.0)
            for index, count in enumerate(bands)
        ],
        lacks=sorted(lacks, key=lambda lack: (-lack.expected, -lack.count)),
        vendors=market.names,
    )


def lacking(name: str) -> QuerySet[Contact]:
    """Return the leads of a line that can be looked up and were not recently, top leads first.

    Args:
        name: the name of a field, or "stale".

    Raises: `Invalid` for an unknown line.
    """
    jobs = EnrichmentJob.objects.filter(contact=OuterRef("pk"), created_at__gte=now() - ASKED_LATELY)
    if name == STALE:
        since = now() - timedelta(days=STALE_AFTER_DAYS)
        wanted = Q(last_enriched_at=None) | Q(last_enriched_at__lte=since)
    elif name in COUNTED:
        field = Field(name)
        wanted = Q(**{OF_CONTACT[field]: ""}) if field in OF_CONTACT else Q(company=None)
        jobs = jobs.filter(field_requests__contains=[name])
    else:
        raise Invalid(
            {
                "lack": _('Unknown improvement "{name}". Use one of {known}.').format(
                    name=name, known=", ".join([*COUNTED, STALE])
                )
            }
        )
    blocks = ProcessingBlock.objects.filter(contact=OuterRef("pk"))
    askable = Contact.objects.filter(FINDABLE, wanted, ~Exists(jobs), ~Exists(blocks))
    return askable.exclude(enrichment_status=EnrichmentStatus.PENDING).ranked()


@dataclass(frozen=True, slots=True)
class _Odds:
    """The probability that vendors find a field."""

    market: Market
    figures: Mapping[Field, FieldFigures]

    def of(self, field: Field) -> float:
        if not self.market.estimate([field]).calls:
            return 0.0
        coverage = self.figures[field].coverage
        return UNKNOWN_HIT_RATE if coverage is None or self.is_guess(field) else coverage

    def is_guess(self, field: Field) -> bool:
        return self.figures[field].jobs < ENOUGH_CALLS


def _lack(name: str, triple: Sequence[Any], odds: _Odds, total: int, average: float) -> Lack:
    count, askable, faded_sum = int(triple[0]), int(triple[1]), float(triple[2] or 0)
    fields = API_FIELDS if name == STALE else (Field(name),)
    cost = odds.market.estimate(fields)
    found = 1 - prod(1 - odds.of(field) for field in fields)
    gain = found * (askable * _gain(name) + WEIGHT_FRESHNESS * faded_sum)
    return Lack(
        name=name,
        label=_("Not enriched for 90 days") if name == STALE else label_of(Field(name)),
        count=count,
        askable=askable,
        most=cost.most * askable,
        likely=cost.likely * askable,
        expected=average + gain / total if total else average,
        is_guess=all(odds.is_guess(field) for field in fields),
    )


def _gain(name: str) -> float:
    """Return what a found value adds to the quality of one lead, apart from freshness."""
    if name == STALE:
        return 0.0
    accuracy = WEIGHT_ACCURACY * (1 - ACCURACY_WITHOUT_EMAIL) if name == Field.EMAIL else 0.0
    return WEIGHT_COMPLETENESS / len(COUNTED) + accuracy


def _figures() -> Sequence[Any]:
    bands = [f"COUNT(*) FILTER (WHERE {_band(index)})" for index in range(BANDS)]
    lacks = [
        column
        for lack, asked in (
            *((f'NOT "has_{field.value}"', f"NOT '{field.value}' = ANY(asked)") for field in COUNTED),
            ("freshness = 0", "cardinality(asked) = 0"),
        )
        for column in _triple(lack, f"{lack} AND is_askable AND {asked}")
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _OVERVIEW.format(columns=", ".join(bands + lacks)),
            {**_numbers(), "lately": now() - ASKED_LATELY},
        )
        row: Sequence[Any] = cursor.fetchone()
        return row


def _band(index: int) -> str:
    upper = "" if index == BANDS - 1 else f" AND overall < {(index + 1) / BANDS}"
    return f"overall >= {index / BANDS}{upper}"


def _triple(lack: str, askable: str) -> tuple[str, str, str]:
    return (
        f"COUNT(*) FILTER (WHERE {lack})",
        f"COUNT(*) FILTER (WHERE {askable})",
        f"SUM(1 - freshness) FILTER (WHERE {askable})",
    )


def _numbers() -> dict[str, Any]:
    return {
        "now": now(),
        "stale_days": STALE_AFTER_DAYS,
        "completeness": WEIGHT_COMPLETENESS,
        "freshness": WEIGHT_FRESHNESS,
        "accuracy": WEIGHT_ACCURACY,
        "without_email": ACCURACY_WITHOUT_EMAIL,
    }
