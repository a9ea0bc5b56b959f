"""Jobs of the event log."""

from typing import Any
from uuid import UUID

from mauntic.broker.queues import BULK, EVENTS
from mauntic.events import jobs, services

# A message is tried again only when the database went away: failures of receivers are rows.
OPTIONS: dict[str, Any] = {"max_age": 3_600_000, "max_backoff": 5_000, "min_backoff": 500}


@jobs.DELIVER.actor(queue=EVENTS, **OPTIONS)
def deliver(receiver: str, event_ids: list[str]) -> None:
    """Deliver a chunk of stored events to a receiver."""
    services.deliver(receiver=receiver, event_ids=[UUID(event_id) for event_id in event_ids])


@jobs.DELIVER_BULK.actor(queue=BULK, **OPTIONS)
def deliver_bulk(receiver: str, event_ids: list[str]) -> None:
    """Deliver a chunk of stored events to a receiver, after all work that people wait for."""
    services.deliver(receiver=receiver, event_ids=[UUID(event_id) for event_id in event_ids])


@jobs.REDELIVER_DUE.actor()
def redeliver_due() -> None:
    """Send deliveries again that were lost between commit and broker, or that wait for another attempt."""
    services.redeliver_due()
