"""Write scores with one statement per chunk, which computes, compares, writes and builds events."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from mauntic.events.services import EncodedFacts
from mauntic.events.services.publishing import FACTS_PER_ROW
from scoring.model.domain.points import Model
from scoring.scores.models import LeadScore
from scoring.scores.selectors.scope import Scope
from scoring.scores.selectors.statement import scored_statement

# Contributors (most points first, ties by name) are what costs most. They are put together only for the rows
# that `compared` lets through, which is why it looks at the plain points, and as text (1050e-2 is 10.50):
# JSON functions take three times as long. Of these rows `to_write` are those whose score, not only the
# version of its model, is another. A score of a version of the model that was `reweighed` by this one is
# counted apart: the rules have changed, and not the lead.
_STATEMENT = """
WITH scored AS ({scored}),
new AS (
    SELECT id, grade, points, (total / 100.0)::numeric(5, 2) AS total,
        (intent_strength / 100.0)::numeric(5, 2) AS intent_score,
        (engagement / 100.0)::numeric(7, 2) AS engagement, (fit / 100.0)::numeric(7, 2) AS fit,
        (intent / 100.0)::numeric(7, 2) AS intent, (data_quality / 100.0)::numeric(7, 2) AS data_quality
    FROM scored
),
compared AS MATERIALIZED (
    SELECT new.*, old.total AS before, old.contributors AS contributors_before,
        (
            SELECT ('[' || coalesce(string_agg(
                reason || given || 'e-2}}', ', ' ORDER BY given DESC, reason COLLATE "C"
            ), '') || ']')::jsonb
            FROM unnest(new.points, %s::text[]) AS each (given, reason) WHERE given <> 0
        ) AS contributors,
        CASE WHEN old.total = new.total THEN old.previous_total ELSE old.total END AS previous_total,
        (old.total, old.engagement, old.fit, old.intent, old.intent_score) IS DISTINCT FROM
            (new.total, new.engagement, new.fit, new.intent, new.intent_score) AS moved,
        coalesce(old.model_version_id <> %s, false) AS reweighed
    FROM new LEFT JOIN ({old}) old ON old.contact_id = new.id
    WHERE old.model_version_id IS DISTINCT FROM %s OR old.points <> new.points
        OR old.intent_score <> new.intent_score
),
to_write AS (SELECT * FROM compared WHERE moved OR contributors_before IS DISTINCT FROM contributors),
written AS (
    INSERT INTO scoring_leadscore (contact_id, total, previous_total, grade, engagement, fit, intent,
        data_quality, intent_score, contributors, points, model_version_id, scored_at)
    SELECT id, total, previous_total, grade, engagement, fit, intent, data_quality, intent_score,
        contributors, points, %s, %s
    FROM compared
    ON CONFLICT (contact_id) DO UPDATE SET total = excluded.total, previous_total = excluded.previous_total,
        grade = excluded.grade, engagement = excluded.engagement, fit = excluded.fit,
        intent = excluded.intent, data_quality = excluded.data_quality,
        intent_score = excluded.intent_score, contributors = excluded.contributors,
        points = excluded.points, model_version_id = excluded.model_version_id,
        scored_at = excluded.scored_at
),
remembered AS (
    INSERT INTO scoring_scorehistory (contact_id, day, total, engagement, fit, intent)
    SELECT id, %s, total, engagement, fit, intent FROM to_write
    ON CONFLICT (contact_id, day) DO UPDATE SET total = excluded.total, engagement = excluded.engagement,
        fit = excluded.fit, intent = excluded.intent
),
facts AS (
    SELECT 'scored' AS kind, id, row_number() OVER (ORDER BY id) AS number,
        json_build_object('contactId', id, 'score', total, 'grade', grade, 'previousScore', before,
            'topContributors', contributors, 'intentScore', intent_score) AS fact
    FROM to_write
    UNION ALL
    SELECT CASE WHEN reweighed THEN 'reweighed' ELSE 'crossed' END, id,
        row_number() OVER (PARTITION BY reweighed ORDER BY id, abs(threshold - coalesce(before, 0))),
        json_build_object('contactId', id, 'threshold', threshold, 'score', total,
            'direction', CASE WHEN total >= threshold THEN 'up' ELSE 'down' END)
    FROM to_write, unnest(%s::integer[]) AS threshold
    WHERE (coalesce(before, 0) < threshold) = (threshold <= total)
)
SELECT 'changed', count(*), NULL, NULL FROM compared
UNION ALL
SELECT kind, count(*), json_agg(fact ORDER BY number)::text, array_agg(id ORDER BY number)::text
FROM facts GROUP BY kind, (number - 1) / %s
"""


@dataclass(frozen=True, slots=True)
class Written:
    """The number of written rows, and the facts of the events.

    `crossed` are thresholds that leads crossed, `reweighed` those that they crossed because of a new
    version of the model.
    """

    changed: int
    scored: list[EncodedFacts]
    crossed: list[EncodedFacts]
    reweighed: list[EncodedFacts]


def write_scores(
    model: Model, scope: Scope, version_id: UUID, now: datetime, thresholds: Sequence[int]
) -> Written:
    """Score the contacts of `scope`, and write new and changed scores with the history of the day.

    Args:
        model: the model to score with.
        scope: the contacts.
        version_id: the version that the model is of.
        now: the time of the scores.
        thresholds: scores whose crossings are reported, in any order.

    Returns: the changed scores and the crossed thresholds.
    """
    query, parameters = scored_statement(model, scope, now)
    # The same bounds: otherwise the planner may read all scores for each chunk.
    old, old_parameters = scope.narrow(LeadScore.objects.order_by(), "contact_id").query.sql_with_params()
    reasons = [f'{{"factor": {json.dumps(reason)}, "points": ' for reason in model.reasons]
    day = now.astimezone(UTC).date()
    rest: list[Any] = [version_id, version_id, now, day, list(thresholds), FACTS_PER_ROW]
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT.format(scored=query, old=old),
            [*parameters, reasons, version_id, *old_parameters, *rest],
        )
        return _by_kind(cursor.fetchall())


def _by_kind(rows: Sequence[tuple[Any, ...]]) -> Written:
    found: dict[str, list[EncodedFacts]] = {"scored": [], "crossed": [], "reweighed": []}
    changed = 0
    for kind, count, facts, subject_ids in rows:
        if kind == "changed":
            changed = count
        else:
            found[kind].append(EncodedFacts(facts, count, subject_ids))
    return Written(changed, **found)
