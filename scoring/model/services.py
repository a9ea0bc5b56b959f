"""The lock for writers of the scoring model."""

from mauntic.kernel.db.locks import Lock, hold
from scoring.model.models import ModelVersion
from scoring.model.selectors.versions import version_in_force


def lock_model() -> ModelVersion:
    """Block other writers of the model until the commit.

    Not with a lock on the row in force: after waiting for it another row may be in force, and workers that
    write scores need the row for their foreign key.

    Returns: the version in force, as of now.
    """
    hold(Lock.SCORING_MODEL)
    return version_in_force()
