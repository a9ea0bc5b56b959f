"""Jobs of scoring."""

from uuid import UUID

import dramatiq

from scoring import selectors, services

FULL_RESCORE_MS = 3_600_000


@dramatiq.actor(actor_name="scoring.rescore_contacts", queue_name="scoring", time_limit=FULL_RESCORE_MS)
def rescore_contacts(contact_ids: list[str] | None = None) -> None:
    """Score these contacts, or all; those that have not changed cost next to nothing."""
    services.rescore(contact_ids=None if contact_ids is None else [UUID(pk) for pk in contact_ids])


@dramatiq.actor(actor_name="scoring.rescore_stale", queue_name="scoring", time_limit=FULL_RESCORE_MS)
def rescore_stale() -> None:
    """Score those whose score has changed by the passing of time alone."""
    services.rescore(contact_ids=selectors.stale_contacts())
