"""The statement of `scored`, put together once per model: doing it anew would take longer than running it.

It is compiled for a made-up moment and made-up contacts. All its moments are reckoned from `now`, so that
they move along with it, and the contacts that are meant take the place of the made-up ones.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from scoring.domain.model import Model
from scoring.selectors.scope import Scope
from scoring.selectors.scored import scored

_THEN = datetime(2000, 1, 1, tzinfo=UTC)
# Versions of models that are at work at the same time, in all organizations of a process.
KEPT_STATEMENTS = 128


def scored_statement(
    model: Model, scope: Scope, now: datetime, *, materialized: bool = True
) -> tuple[str, list[Any]]:
    """SQL and parameters of `scored(model, scope, now)`."""
    sql, parameters = _compiled(model, scope.shape(), materialized)
    later = now - _THEN
    return sql, [_actual(parameter, scope, later) for parameter in parameters]


@lru_cache(maxsize=KEPT_STATEMENTS)
def _compiled(model: Model, shape: Scope, materialized: bool) -> tuple[str, Sequence[Any]]:  # noqa: FBT001 (a cache's key)
    sql, parameters = scored(model, shape, _THEN, materialized=materialized).query.sql_with_params()
    return sql, tuple(parameters)


def _actual(parameter: Any, scope: Scope, later: timedelta) -> Any:
    if isinstance(parameter, datetime):
        return parameter + later
    return scope.actual(parameter)
