"""Jobs that score contacts."""

from uuid import UUID

from mauntic.broker.queues import SCORING
from scoring import jobs
from scoring.scores.selectors.stale import stale_contacts
from scoring.scores.services.rescoring import rescore

FULL_RESCORE_MS = 3_600_000


@jobs.RESCORE_CONTACTS.actor(queue=SCORING, time_limit=FULL_RESCORE_MS)
def rescore_contacts(contact_ids: list[str] | None = None) -> None:
    """Score these contacts, or all. Unchanged ones cost next to nothing."""
    rescore(contact_ids=None if contact_ids is None else [UUID(pk) for pk in contact_ids])


@jobs.RESCORE_STALE.actor(queue=SCORING, time_limit=FULL_RESCORE_MS)
def rescore_stale() -> None:
    """Score contacts whose score changes with time alone."""
    rescore(contact_ids=stale_contacts())
