"""Qualification of many leads as one SQL statement: `domain.qualification.qualify` in sets."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from lead_intelligence.quality.selectors.completeness import completeness
from mauntic.crm.models import Contact
from mauntic.kernel.db.search import SearchForm
from revops.prospects.domain.profile import Criterion, Profile
from revops.prospects.domain.qualification import (
    ENRICH_BELOW,
    PUNCTUATION,
    SEQUENCE_ICP,
    SEQUENCE_SCORE,
    SKIP_ICP,
    SKIP_SCORE,
    Recommendation,
    Verdict,
    title_words,
)
from revops.prospects.models import Prospect
from scoring.scores.selectors.contacts import current_score

Scope = QuerySet[Contact]

# `lead` locks the contacts against deletion: the foreign key would only be checked at commit. `judged` is
# materialized so that each verdict is computed once. Rows whose result is the stored one are not written,
# unless `is_asked`: then a person reads `qualified_at`.
_STATEMENT = """
WITH lead AS MATERIALIZED ({leads} FOR KEY SHARE OF crm_contact),
worded AS MATERIALIZED (
    SELECT *, string_to_array(translate(title_form, %(punctuation)s, %(spaces)s), ' ') AS words FROM lead
),
judged AS MATERIALIZED (SELECT *, {verdicts} FROM worded),
measured AS MATERIALIZED (
    SELECT *, round(({matches})::numeric / %(criteria)s, 2) AS icp_match,
        jsonb_strip_nulls(jsonb_build_object({findings})) || {size} AS findings
    FROM judged
),
new AS MATERIALIZED (
    SELECT id AS contact_id, lead_score_now AS score, icp_match, completeness, findings,
        CASE WHEN completeness < %(enrich_below)s THEN %(enrich)s
            WHEN lead_score_now >= %(sequence_score)s AND icp_match >= %(sequence_icp)s THEN %(sequence)s
            WHEN lead_score_now < %(skip_score)s AND icp_match < %(skip_icp)s THEN %(skip)s
            ELSE %(manual_review)s END AS recommendation
    FROM measured
)
"""
_WRITE = """,
old AS MATERIALIZED (
    SELECT contact_id, recommendation FROM {prospects}
    WHERE contact_id IN (SELECT contact_id FROM new)
),
written AS (
    INSERT INTO {prospects} AS stored (id, contact_id, qualification_score, icp_match, data_completeness,
        recommendation, findings, qualified_at)
    SELECT gen_random_uuid(), contact_id, score, icp_match, completeness, recommendation, findings, %(now)s
    FROM new ORDER BY contact_id
    ON CONFLICT (contact_id) DO UPDATE SET qualification_score = excluded.qualification_score,
        icp_match = excluded.icp_match, data_completeness = excluded.data_completeness,
        recommendation = excluded.recommendation, findings = excluded.findings,
        qualified_at = excluded.qualified_at
    WHERE %(is_asked)s OR (stored.qualification_score, stored.icp_match, stored.data_completeness,
            stored.recommendation, stored.findings)
        IS DISTINCT FROM (excluded.qualification_score, excluded.icp_match, excluded.data_completeness,
            excluded.recommendation, excluded.findings)
    RETURNING contact_id, qualification_score, recommendation
)
SELECT written.contact_id, written.qualification_score, written.recommendation
FROM written LEFT JOIN old USING (contact_id)
WHERE old.recommendation IS DISTINCT FROM written.recommendation ORDER BY written.contact_id
"""
_VALUES = {
    Criterion.TITLE: "title",
    Criterion.SENIORITY: "seniority",
    Criterion.INDUSTRY: "industry",
    Criterion.COUNTRY: "country_code",
}


@dataclass(frozen=True, slots=True)
class Requalified:
    """A lead whose recommendation changed."""

    contact_id: UUID
    score: Any
    recommendation: str


def write_prospects(
    scope: Scope, profile: Profile, *, now: datetime, is_asked: bool = False
) -> list[Requalified]:
    """Qualify the contacts of `scope`, store the results that changed, and return the new recommendations.

    The caller holds `Lock.PROSPECTS`.

    Args:
        scope: the contacts, without an order.
        profile: in search forms.
        now: when the leads are qualified.
        is_asked: whether a person asked: then the time is stored although nothing changed.
    """
    statement, values = _compiled(scope, profile)
    table = connection.ops.quote_name(Prospect._meta.db_table)  # noqa: SLF001 (documented API of Django)
    with connection.cursor() as cursor:
        cursor.execute(
            statement + _WRITE.format(prospects=table), values | {"now": now, "is_asked": is_asked}
        )
        return [Requalified(*row) for row in cursor.fetchall()]


def _compiled(scope: Scope, profile: Profile) -> tuple[str, dict[str, Any]]:
    """Return the statement up to `new`, and its parameters by name."""
    leads, lead_values = _leads(scope)
    verdicts, wanted = _verdicts(profile)
    criteria = profile.criteria
    values: dict[str, Any] = {
        **lead_values,
        **wanted,
        "punctuation": PUNCTUATION,
        "spaces": " " * len(PUNCTUATION),
        "criteria": len(criteria) or 1,
        "enrich_below": ENRICH_BELOW,
        "sequence_score": SEQUENCE_SCORE,
        "sequence_icp": SEQUENCE_ICP,
        "skip_score": SKIP_SCORE,
        "skip_icp": SKIP_ICP,
        **{each.value: each.value for each in Recommendation},
    }
    text = _STATEMENT.format(
        leads=leads,
        verdicts=", ".join(f"{verdicts[each]} AS {each.value}_verdict" for each in criteria) or "NULL",
        matches=" + ".join(f"({each.value}_verdict = '{Verdict.MATCH.value}')::int" for each in criteria)
        or "0",
        findings=", ".join(_finding(each) for each in criteria if each is not Criterion.COMPANY_SIZE),
        size=_size_finding() if profile.has_size else "'{}'::jsonb",
    )
    return text, values


def _leads(scope: Scope) -> tuple[str, dict[str, Any]]:
    """Return the facts of leads as SQL with named parameters, since the statement has many of its own."""
    rows = scope.order_by().values(
        "id",
        "title",
        "seniority",
        title_form=SearchForm(F("title")),
        employees=F("company__employees"),
        industry=Coalesce(F("company__industry"), Value("")),
        industry_form=SearchForm(Coalesce(F("company__industry"), Value(""))),
        country_code=Coalesce(NullIf(F("country"), Value("")), F("company__country"), Value("")),
        lead_score_now=current_score(),
        completeness=completeness(),
    )
    sql, parameters = rows.query.sql_with_params()
    names = [f"lead_{number}" for number in range(len(parameters))]
    return sql % tuple(f"%({name})s" for name in names), dict(zip(names, parameters, strict=True))


def _verdicts(profile: Profile) -> tuple[dict[Criterion, str], dict[str, Any]]:
    """Return the verdict of each criterion as SQL, and the parameters."""
    titles = {f"title_{n}": sorted(title_words(form)) for n, form in enumerate(profile.titles)}
    has_words = " OR ".join(f"words @> %({name})s::text[]" for name in titles) or "FALSE"
    wanted = {
        "seniorities": list(profile.seniorities),
        "industries": list(profile.industries),
        "countries": list(profile.countries),
        "employees_least": profile.employees_least,
        "employees_most": profile.employees_most,
    }
    within = (
        "employees >= coalesce(%(employees_least)s::int, 0)"
        " AND (%(employees_most)s::int IS NULL OR employees <= %(employees_most)s::int)"
    )
    return {
        Criterion.TITLE: _verdict("title_form = ''", has_words),
        Criterion.SENIORITY: _verdict("seniority = ''", "seniority = ANY(%(seniorities)s::text[])"),
        Criterion.COMPANY_SIZE: _verdict("employees IS NULL", within),
        Criterion.INDUSTRY: _verdict("industry_form = ''", "industry_form = ANY(%(industries)s::text[])"),
        Criterion.COUNTRY: _verdict("country_code = ''", "country_code = ANY(%(countries)s::text[])"),
    }, titles | wanted


def _verdict(is_unknown: str, is_match: str) -> str:
    return (
        f"CASE WHEN {is_unknown} THEN '{Verdict.UNKNOWN.value}'"
        f" WHEN {is_match} THEN '{Verdict.MATCH.value}' ELSE '{Verdict.MISS.value}' END"
    )


def _finding(criterion: Criterion) -> str:
    name, value = criterion.value, _VALUES[criterion]
    return f"'{name}', jsonb_build_object('verdict', {name}_verdict, 'value', {value})"


def _size_finding() -> str:
    """Return the finding of the company size with the limits, which stay although they may be null."""
    name = Criterion.COMPANY_SIZE.value
    return (
        f"jsonb_build_object('{name}', jsonb_build_object('verdict', {name}_verdict, 'value', employees,"
        " 'least', %(employees_least)s::int, 'most', %(employees_most)s::int))"
    )
