"""Create alerts of detected signals, notify owners of them, assign them with their leads, and settle them."""

from datetime import datetime

from django.dispatch import receiver

from mauntic.delivery.messages.selectors.writers import writers_of
from mauntic.events.catalog import ContactUpdated, IntentSignalDetected, MessageSent, SignalAlertCreated
from scoring.alerts.services import answers, expiry, owners, raising


@receiver(IntentSignalDetected.signal, dispatch_uid="scoring.handlers.raise_alerts")
def raise_alerts(events: list[IntentSignalDetected], **_: object) -> None:
    """Create alerts for new signals."""
    raising.raise_alerts(signal_ids=[event.signal_id for event in events if event.signal_id])


@receiver(ContactUpdated.signal, dispatch_uid="scoring.handlers.assign_alerts_to_owners")
def assign_to_owners(events: list[ContactUpdated], **_: object) -> None:
    """Assign unassigned alerts of leads that got an owner."""
    if given := {event.contact_id for event in events if "owner" in event.changed_fields}:
        expiry.assign_unassigned(contact_ids=given)


# The name is older than this module: pending deliveries hold it.
@receiver(SignalAlertCreated.signal, dispatch_uid="mauntic.notifications.handlers.tell_owners_of_alerts")
def notify_owners(events: list[SignalAlertCreated], **_: object) -> None:
    """Notify owners of leads about new alerts."""
    owners.notify_of_alerts(alerts=events)


@receiver(MessageSent.signal, dispatch_uid="scoring.handlers.acknowledge_written")
def acknowledge_written(events: list[MessageSent], occurred_at: datetime, **_: object) -> None:
    """Acknowledge the alerts of leads to whom a person wrote by hand. Sequences answer no alert."""
    writers = writers_of([event.message_id for event in events])
    written = {event.contact_id: writers[event.message_id] for event in events if event.message_id in writers}
    answers.acknowledge_written(written=written, at=occurred_at)
