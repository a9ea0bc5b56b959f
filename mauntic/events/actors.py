"""Jobs of the event log."""

from uuid import UUID

import dramatiq

from mauntic.events import services


@dramatiq.actor(actor_name="events.deliver", max_age=3_600_000, max_backoff=5_000, min_backoff=500)
def deliver(receiver: str, event_ids: list[str]) -> None:
    """Tell one receiver of a chunk of stored events."""
    services.deliver(receiver=receiver, event_ids=[UUID(event_id) for event_id in event_ids])


@dramatiq.actor(actor_name="events.redeliver_due")
def redeliver_due() -> None:
    """The sweep: send what was lost between commit and broker, and what waits for another try."""
    services.redeliver_due()
