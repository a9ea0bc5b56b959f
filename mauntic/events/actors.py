"""Jobs of the event log."""

from typing import Any
from uuid import UUID

from mauntic.broker.queues import BULK, EVENTS
from mauntic.events import jobs, services

# A message is tried again only when the database went away: failures of receivers are rows.
OPTIONS: dict[str, Any] = {"max_age": 3_600_000, "max_backoff": 5_000, "min_backoff": 500}


@jobs.DELIVER.actor(queue=EVENTS, **OPTIONS)
def deliver(receiver: str, event_ids: list[str]) -> None:
    """Tell one receiver of a chunk of stored events."""
    services.deliver(receiver=receiver, event_ids=[UUID(event_id) for event_id in event_ids])


@jobs.DELIVER_BULK.actor(queue=BULK, **OPTIONS)
def deliver_bulk(receiver: str, event_ids: list[str]) -> None:
    """Do the same behind everything that somebody waits for."""
    services.deliver(receiver=receiver, event_ids=[UUID(event_id) for event_id in event_ids])


@jobs.REDELIVER_DUE.actor()
def redeliver_due() -> None:
    """The sweep: send what was lost between commit and broker, and what waits for another try."""
    services.redeliver_due()
