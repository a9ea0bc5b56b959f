"""Jobs of scoring."""

from uuid import UUID

import dramatiq

from scoring import selectors, services
from scoring.services import shadow, training

FULL_RESCORE_MS = 3_600_000


@dramatiq.actor(actor_name="scoring.rescore_contacts", queue_name="scoring", time_limit=FULL_RESCORE_MS)
def rescore_contacts(contact_ids: list[str] | None = None) -> None:
    """Score these contacts, or all; those that have not changed cost next to nothing."""
    services.rescore(contact_ids=None if contact_ids is None else [UUID(pk) for pk in contact_ids])


@dramatiq.actor(actor_name="scoring.recalculate", queue_name="scoring", time_limit=FULL_RESCORE_MS)
def recalculate(recalculation_id: str) -> None:
    """Score everybody, going on where a worker that died stopped."""
    services.continue_recalculation(recalculation_id=UUID(recalculation_id))


@dramatiq.actor(actor_name="scoring.resume_recalculation", queue_name="scoring")
def resume_recalculation() -> None:
    """Send off a recalculation again whose worker has fallen silent."""
    services.resume_recalculation()


@dramatiq.actor(actor_name="scoring.rescore_stale", queue_name="scoring", time_limit=FULL_RESCORE_MS)
def rescore_stale() -> None:
    """Score those whose score has changed by the passing of time alone."""
    services.rescore(contact_ids=selectors.stale_contacts())


@dramatiq.actor(actor_name="scoring.expire_alerts")
def expire_alerts() -> None:
    """Escalate alerts that nobody acted on in time, and free those of people who are gone."""
    services.expire_alerts()
    services.free_alerts_of_the_gone()


@dramatiq.actor(actor_name="scoring.train_model", time_limit=FULL_RESCORE_MS, max_retries=0)
def train_model(run_id: str) -> None:
    """Learn a model from the outcomes so far."""
    training.train(run_id=UUID(run_id))


@dramatiq.actor(actor_name="scoring.score_shadow", queue_name="scoring", time_limit=FULL_RESCORE_MS)
def score_shadow() -> None:
    """Score all contacts with the model in the shadow, so that outcomes can judge it."""
    shadow.score_shadow()


@dramatiq.actor(actor_name="scoring.delete_old_signals", queue_name="scoring", time_limit=FULL_RESCORE_MS)
def delete_old_signals() -> None:
    """Delete signals that were over long ago."""
    services.delete_old_signals()
