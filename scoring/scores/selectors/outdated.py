"""Find outdated scores among very many, without writing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from scoring.model.models import ModelVersion
from scoring.scores.models import LeadScore
from scoring.scores.selectors.scope import Scope
from scoring.scores.selectors.statement import scored_statement

# A branch per scope, so that the database reads several in parallel.
_BRANCH = """
SELECT %s::integer FROM ({scored}) AS new LEFT JOIN ({old}) AS old ON old.contact_id = new.id
WHERE old.model_version_id IS DISTINCT FROM %s OR old.points <> new.points
    OR (old.intent_score * 100)::integer <> new.intent_strength
HAVING count(*) > 0
"""


def outdated_scopes(version: ModelVersion, scopes: Sequence[Scope], now: datetime) -> list[bool]:
    """Return for each scope whether a score of its contacts is missing or outdated, in one statement.

    Args:
        version: the version in force.
        scopes: parts of the contacts.
        now: the time of the scores.
    """
    branches, parameters = [], list[Any]()
    model = version.model()
    for number, scope in enumerate(scopes):
        new, of_new = scored_statement(model, scope, now, materialized=False)
        old, of_old = scope.narrow(LeadScore.objects.order_by(), "contact_id").query.sql_with_params()
        branches.append(_BRANCH.format(scored=new, old=old))
        parameters += [number, *of_new, *of_old, version.pk]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(branches), parameters)
        found = {number for (number,) in cursor.fetchall()}
    return [number in found for number, _ in enumerate(scopes)]
