"""The statement of `scored`, compiled once per model: compiling takes longer than running it.

It is compiled for a placeholder time and placeholder contacts. All times in it are relative to `now`, so they
are shifted to the real time, and the ids of the scope replace the placeholders.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from mauntic.kernel.conditions import Kind, fields_of
from scoring.model.domain.points import Model
from scoring.model.selectors.conditions import custom_keys, kinds_of
from scoring.scores.selectors.queryset import scored
from scoring.scores.selectors.scope import Scope

_THEN = datetime(2000, 1, 1, tzinfo=UTC)
# Versions of models in use at the same time, in all organizations of a process.
MOST_CACHED = 128


def scored_statement(
    model: Model, scope: Scope, now: datetime, *, materialized: bool = True
) -> tuple[str, list[Any]]:
    """Return SQL and parameters of `scored(model, scope, now)`.

    Args:
        model: the model to score with.
        scope: the contacts.
        now: the time of the scores.
        materialized: as in `scored`.
    """
    sql, parameters = _compiled(model, _kinds(model), scope.shape(), materialized)
    later = now - _THEN
    return sql, [_actual(parameter, scope, later) for parameter in parameters]


def _kinds(model: Model) -> frozenset[tuple[str, Kind]]:
    """Return the kinds of the custom fields that factors compare.

    The statement depends on them. Organizations may have equal models, but define other fields.
    """
    keys = {key for weighted in model.factors for key in fields_of(weighted.factor.conditions)}
    return frozenset(kinds_of(custom_keys(keys)).items())


@lru_cache(maxsize=MOST_CACHED)
def _compiled(
    model: Model,
    kinds: frozenset[tuple[str, Kind]],  # noqa: ARG001 (a cache's key)
    shape: Scope,
    materialized: bool,  # noqa: FBT001 (a cache's key)
) -> tuple[str, Sequence[Any]]:
    sql, parameters = scored(model, shape, _THEN, materialized=materialized).query.sql_with_params()
    return sql, tuple(parameters)


def _actual(parameter: Any, scope: Scope, later: timedelta) -> Any:
    if isinstance(parameter, datetime):
        return parameter + later
    return scope.actual(parameter)
