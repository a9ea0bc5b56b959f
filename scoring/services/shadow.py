"""A learned model in the shadow of the one in force: it scores every night, and only outcomes look at it."""

from datetime import datetime

from django.db import connection, transaction

from mauntic.accounts.models import User
from mauntic.kernel import clock
from mauntic.kernel.errors import Conflict
from scoring.models import ModelState, ModelVersion, ShadowScore
from scoring.selectors.scope import Stretch
from scoring.selectors.scored import scored
from scoring.services.model import put_in_force

_STATEMENT = """
INSERT INTO scoring_shadowscore (contact_id, model_version_id, total, scored_at)
SELECT id, %s, (total / 100.0)::numeric(5, 2), %s FROM ({scored}) AS scored
ON CONFLICT (contact_id) DO UPDATE SET model_version_id = excluded.model_version_id,
    total = excluded.total, scored_at = excluded.scored_at
"""


@transaction.atomic
def score_shadow(*, now: datetime | None = None) -> int:
    """Score all contacts with the version in the shadow, in one statement; how many they were."""
    version = ModelVersion.objects.filter(state=ModelState.SHADOW).prefetch_related("factors").first()
    if version is None:
        ShadowScore.objects.all().delete()
        return 0
    at = now or clock.now()
    query, parameters = scored(version.model(), Stretch(), at).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(scored=query), [version.pk, at, *parameters])
        return int(cursor.rowcount)


@transaction.atomic
def promote(*, version: ModelVersion, by: User | None = None) -> ModelVersion:
    """Put the version in the shadow in force; rolling back is putting the one before in force again."""
    _require_shadow(version)
    ShadowScore.objects.all().delete()
    return put_in_force(version=version, by=by)


@transaction.atomic
def discard(*, version: ModelVersion) -> None:
    """Watch the version no longer; it is kept."""
    _require_shadow(version)
    ModelVersion.objects.filter(pk=version.pk).update(state=ModelState.KEPT)
    ShadowScore.objects.all().delete()


def _require_shadow(version: ModelVersion) -> None:
    if version.state != ModelState.SHADOW:
        raise Conflict(f"{version} is not in the shadow (any more). Look at the page again.")
