"""The effect of a draft of the model on all leads, with one statement that only reads."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext

from mauntic.accounts.models import User
from mauntic.events.catalog import ScoreThresholdCrossed
from mauntic.kernel import clock
from mauntic.kernel.errors import Conflict
from mauntic.kernel.grades import GRADES, LETTERS
from scoring.model.domain.points import Model
from scoring.preview.domain import (
    Cell,
    Crosser,
    Crossing,
    Example,
    Preview,
    RepLoad,
    crossings,
    grade_changes,
    grade_moves,
    histogram,
    passed,
)
from scoring.preview.selectors.effects import effects_of
from scoring.scores.selectors.ranges import EVERYBODY, id_ranges
from scoring.scores.selectors.statement import scored_statement
from scoring.thresholds.selectors import scoring_settings

EXAMPLES = 20
# The leads whose effects in other contexts are read: their rules run in Python.
CROSSERS_FOLLOWED = 10_000
SCORED_IN_ONE = 100_000
TIMEOUT_SECONDS = 30
HOT = GRADES[0][0]

# Scores are hundredths. A lead without a score comes from 0, as it does when it is first scored.
_STATEMENT = """
WITH scored AS ({scored}),
compared AS MATERIALIZED (
    SELECT scored.id, before, scored.total AS after, coalesce(old.grade, 'F') AS before_grade,
        scored.grade AS after_grade, width_bucket(before, %s::integer[]) AS before_band,
        width_bucket(scored.total, %s::integer[]) AS after_band
    FROM scored
    LEFT JOIN scoring_leadscore old ON old.contact_id = scored.id
    CROSS JOIN LATERAL (SELECT coalesce((old.total * 100)::integer, 0) AS before) AS hundredths
),
cells AS (
    SELECT before_grade, after_grade, least(before / 1000, 9) AS before_bin,
        least(after / 1000, 9) AS after_bin, before_band, after_band, count(*) AS leads,
        count(*) FILTER (WHERE before <> after) AS moved
    FROM compared GROUP BY 1, 2, 3, 4, 5, 6
),
crossing AS MATERIALIZED (SELECT * FROM compared WHERE before_band <> after_band),
crossers AS (
    SELECT place, is_up, first.id, before, after, first_name, last_name, email
    FROM generate_series(1, %s) AS place CROSS JOIN (VALUES (true), (false)) AS way (is_up)
    CROSS JOIN LATERAL (
        SELECT id, before, after FROM crossing
        WHERE (before_band < place AND place <= after_band AND is_up)
            OR (after_band < place AND place <= before_band AND NOT is_up)
        ORDER BY greatest(before, after) DESC, id LIMIT %s
    ) AS first
    JOIN crm_contact contact ON contact.id = first.id
),
hot AS (
    SELECT contact.owner_id, count(*) AS leads FROM compared JOIN crm_contact contact USING (id)
    WHERE before < %s AND after >= %s GROUP BY owner_id
)
SELECT (SELECT json_agg(cells) FROM cells), (SELECT json_agg(crossers) FROM crossers),
    (SELECT json_agg(hot) FROM hot),
    (SELECT json_agg(json_build_array(id, before_band, after_band, after)) FROM
        (SELECT * FROM crossing ORDER BY id LIMIT %s) AS followed),
    (SELECT greatest(count(*) - %s, 0) FROM crossing)
"""


def preview_model(model: Model, *, now: datetime | None = None, timeout: float = TIMEOUT_SECONDS) -> Preview:
    """Compare the scores of all leads with those by a model, without writing.

    Args:
        model: the model to compare with the scores in force.
        now: the time of the scores; by default the present.
        timeout: seconds.

    Returns: counts, shares and examples of changed leads.

    Raises: `Conflict` if the database takes longer than `timeout`.
    """
    began = time.perf_counter()
    settings = scoring_settings()
    thresholds = sorted(settings.thresholds)
    at = now or clock.now()
    query, parameters = _scored_all(model, at)
    bounds = [bound * 100 for bound in thresholds]
    rest = [bounds, bounds, len(bounds), EXAMPLES, HOT * 100, HOT * 100, *[CROSSERS_FOLLOWED] * 2]
    with _reading(timeout) as cursor:
        cursor.execute(_STATEMENT.format(scored=query), [*parameters, *rest])
        *found, left_out = cursor.fetchone()
        rows, crossers, hot, followed = (each or [] for each in found)
    cells = [Cell(**row) for row in rows]
    moves = grade_moves(cells, LETTERS)
    return Preview(
        leads=sum(cell.leads for cell in cells),
        moved=sum(cell.moved for cell in cells),
        histogram=histogram(cells),
        grades=grade_changes(moves, LETTERS),
        moves=moves,
        crossings=list(_with_examples(crossings(cells, thresholds), crossers)),
        reps=_reps({row["owner_id"]: row["leads"] for row in hot}, settings.hot_leads_a_week),
        capacity=settings.hot_leads_a_week,
        seconds=time.perf_counter() - began,
        effects=effects_of(_facts(followed, thresholds), at),
        crossers_left_out=left_out,
    )


def _facts(followed: Sequence[Sequence[Any]], thresholds: Sequence[int]) -> list[ScoreThresholdCrossed]:
    """Return the facts that publishing would publish, in its order: by contact, nearest threshold first."""
    crossers = (Crosser(UUID(row[0]), row[1], row[2], Decimal(row[3]) / 100) for row in followed)
    return [
        ScoreThresholdCrossed(
            contact_id=each.contact_id, threshold=each.threshold, direction=each.direction, score=each.score
        )
        for each in passed(crossers, thresholds)
    ]


def _scored_all(model: Model, now: datetime) -> tuple[str, list[Any]]:
    """Return a branch per range of contacts, so that the database scores several in parallel."""
    scopes = [scope for scope, _ in id_ranges(SCORED_IN_ONE)] or [EVERYBODY]
    branches = [scored_statement(model, scope, now, materialized=False) for scope in scopes]
    query = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS part" for sql, _ in branches)  # noqa: S608 (made by Django)
    return query, [parameter for _, parameters in branches for parameter in parameters]


def _with_examples(counted: Sequence[Crossing], crossers: Sequence[dict[str, Any]]) -> Iterator[Crossing]:
    found: dict[tuple[int, bool], list[Example]] = {}
    for row in crossers:
        found.setdefault((row["place"], row["is_up"]), []).append(_example(row))
    for number, crossing in enumerate(counted, start=1):
        up, down = found.get((number, True), []), found.get((number, False), [])
        yield replace(crossing, examples_up=up, examples_down=down)


def _example(row: dict[str, Any]) -> Example:
    name = f"{row['first_name']} {row['last_name']}".strip() or row["email"] or gettext("Unnamed lead")
    return Example(UUID(row["id"]), name, row["before"] / 100, row["after"] / 100)


def _reps(new_hot: dict[str | None, int], capacity: int) -> list[RepLoad]:
    """Return the owners with new A leads, most first."""
    names = {str(user.pk): str(user) for user in User.objects.filter(pk__in=filter(None, new_hot))}
    nobody = gettext("No owner")
    loads = [
        RepLoad(UUID(owner) if owner else None, names.get(owner or "", nobody), leads, capacity)
        for owner, leads in new_hot.items()
    ]
    return sorted(loads, key=lambda load: (-load.new_hot, load.name))


@contextmanager
def _reading(timeout: float) -> Iterator[Any]:
    """Yield a read-only cursor. Its settings end with it, also inside another transaction."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('transaction_read_only', 'on', true),"
                " set_config('statement_timeout', %s, true), set_config('work_mem', '64MB', true)",
                [f"{timeout * 1000:.0f}ms"],
            )
            yield cursor
            transaction.set_rollback(True)
    except OperationalError as error:
        text = gettext("The preview took longer than {seconds} s. The database is busy. Try again soon.")
        raise Conflict(text.format(seconds=f"{timeout:g}")) from error
