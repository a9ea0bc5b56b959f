"""Deals as of a time, and their changes between two times."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from mauntic.kernel import clock
from mauntic.tenants.context import current_organization
from revops.deals.selectors.days import organization_zone
from revops.forecast.domain.changes import DealState, Movement, movement
from revops.forecast.domain.periods import Period
from revops.forecast.selectors.history_sql import AS_OF, with_amounts
from revops.forecast.selectors.scope import EVERYBODY, Owners

_COLUMNS = (
    "id, name, stage, category, value, currency, amount, expected_close_on, closed_on, owner_id, created_at"
)
_ALL = f"{with_amounts(AS_OF)} SELECT at, {_COLUMNS} FROM valued ORDER BY id, at"  # noqa: S608 (the names are ours)
# Changed deals that were or are in the period, next to the sum of the unchanged ones.
_OF_PERIOD = f"""
    {with_amounts(AS_OF)},
    of_period AS (
        SELECT at, {_COLUMNS}, CASE WHEN is_open AND category <> 'omitted'
            AND period_day BETWEEN %(first)s AND %(last)s THEN amount END AS counted
        FROM valued WHERE id IN (SELECT id FROM valued WHERE period_day BETWEEN %(first)s AND %(last)s)
    ),
    changed AS (
        SELECT id FROM of_period GROUP BY id
        HAVING count(*) = 1 OR min(stage) <> max(stage) OR min(category) <> max(category)
            OR min(amount) <> max(amount) OR count(amount) = 1
            OR min(expected_close_on) <> max(expected_close_on) OR count(expected_close_on) = 1
            OR min(closed_on) <> max(closed_on)
    ),
    same AS (
        SELECT COALESCE(sum(counted) FILTER (WHERE at = %(then)s), 0) AS unchanged
        FROM of_period WHERE id NOT IN (SELECT id FROM changed)
    )
    SELECT same.unchanged, of_period.* FROM same
    LEFT JOIN of_period ON of_period.id IN (SELECT id FROM changed)
"""  # noqa: S608 (the names are ours)


def deals_as_of(at: datetime, *, owners: Owners = EVERYBODY) -> list[DealState]:
    """Return every deal as of `at`, changes at that moment included, in one query."""
    parameters = as_of([at], owners, since=datetime.min.replace(tzinfo=at.tzinfo))
    return [_state(row) for row in rows_of(_ALL, parameters)]


def changes_since(then: datetime, *, period: Period, owners: Owners = EVERYBODY) -> Movement:
    """Return the changes of the open deals of a period since a time, in one query."""
    now = clock.now()
    since = min(then, period.bounds(organization_zone())[0])
    parameters = as_of([then, now], owners, since=since)
    bounds = {"first": period.first, "last": period.last, "then": then}
    rows = rows_of(_OF_PERIOD, parameters | bounds)
    pairs = _pairs([row for row in rows if row["id"]], then)
    return movement(pairs, period, then, unchanged=rows[0]["unchanged"])


def as_of(moments: Sequence[datetime], owners: Owners, *, since: datetime) -> dict[str, Any]:
    """Return the parameters of a statement over `AS_OF`. Deals closed before `since` are left out."""
    return {"moments": list(moments), **_common(owners, since)}


def at_present(owners: Owners, *, since: datetime) -> dict[str, Any]:
    """Return the parameters of a statement over `NOW`."""
    return {"now": clock.now(), **_common(owners, since)}


def rows_of(statement: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a statement as dicts by column."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _common(owners: Owners, since: datetime) -> dict[str, Any]:
    organization = current_organization()
    return {
        "since": since,
        "base": organization.currency,
        "zone": organization.time_zone,
        **owners.parameters(),
    }


def _pairs(
    rows: Sequence[Mapping[str, Any]], then: datetime
) -> Iterator[tuple[DealState | None, DealState | None]]:
    states: dict[UUID, list[DealState | None]] = {}
    for row in rows:
        pair = states.setdefault(row["id"], [None, None])
        pair[0 if row["at"] == then else 1] = _state(row)
    return ((before, after) for before, after in states.values())


def _state(row: Mapping[str, Any]) -> DealState:
    return DealState(**{name: row[name] for name in _COLUMNS.split(", ")})
