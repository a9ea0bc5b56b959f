"""The learned model in shadow: it scores every night, for comparison only."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext

from mauntic.accounts.models import User
from mauntic.kernel import clock
from mauntic.kernel.errors import Conflict
from scoring.learning.models import ShadowScore
from scoring.model.models import ModelState, ModelVersion
from scoring.model.services import lock_model
from scoring.scores.selectors.ranges import id_ranges
from scoring.scores.selectors.scope import IdRange
from scoring.scores.selectors.statement import scored_statement
from scoring.scores.services.lock import lock_scoring
from scoring.scores.services.rescoring import CHUNK
from scoring.versions.services.publish import put_in_force

_STATEMENT = """
INSERT INTO scoring_shadowscore (contact_id, model_version_id, total, scored_at)
SELECT id, %s, (total / 100.0)::numeric(5, 2), %s FROM ({scored}) AS scored
ON CONFLICT (contact_id) DO UPDATE SET model_version_id = excluded.model_version_id,
    total = excluded.total, scored_at = excluded.scored_at
"""


def score_shadow(*, now: datetime | None = None, chunk: int = CHUNK) -> int:
    """Score all contacts with the version in shadow.

    Each chunk is a transaction, so that other writers do not wait long.

    Args:
        now: the time of the scores; by default the present.
        chunk: contacts per transaction.

    Returns: the number of contacts.
    """
    at = now or clock.now()
    if not ModelVersion.objects.filter(state=ModelState.SHADOW).exists():
        _forget_scores()
        return 0
    return sum(_score_chunk(scope, at) for scope, _ in id_ranges(chunk))


@transaction.atomic
def _score_chunk(scope: IdRange, at: datetime) -> int:
    lock_scoring()
    version = ModelVersion.objects.filter(state=ModelState.SHADOW).prefetch_related("factors").first()
    if version is None:  # promoted or discarded meanwhile
        return 0
    query, parameters = scored_statement(version.model(), scope, at)
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(scored=query), [version.pk, at, *parameters])
        return int(cursor.rowcount)


@transaction.atomic
def _forget_scores() -> None:
    """Delete the scores in shadow. The lock waits for other writers of scores."""
    lock_scoring()
    ShadowScore.objects.all().delete()


@transaction.atomic
def promote(*, version: ModelVersion, by: User | None = None, tell_crossings: bool = False) -> ModelVersion:
    """Put the version in shadow in force.

    Args:
        version: the version in shadow.
        by: the person who acts; None for Mauntic itself.
        tell_crossings: True to publish threshold crossings, which routes leads without an owner.

    Returns: the version.

    Raises: `Conflict` if it is not in shadow.
    """
    lock_model()
    _require_shadow(version)
    promoted = put_in_force(version=version, by=by, tell_crossings=tell_crossings)
    _forget_scores()  # last: the lock of scores comes after that of the recalculation
    return promoted


@transaction.atomic
def discard(*, version: ModelVersion) -> None:
    """Archive the version in shadow.

    Args:
        version: the version in shadow.

    Raises: `Conflict` if it is not in shadow.
    """
    lock_model()
    _require_shadow(version)
    ModelVersion.objects.filter(pk=version.pk).update(state=ModelState.ARCHIVED)
    _forget_scores()


def _require_shadow(version: ModelVersion) -> None:
    if not ModelVersion.objects.filter(pk=version.pk, state=ModelState.SHADOW).exists():
        raise Conflict(gettext("{version} is no longer in shadow. Reload the page.").format(version=version))
