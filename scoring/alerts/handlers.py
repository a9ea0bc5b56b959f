"""Create alerts of detected signals, and notify owners of them."""

from django.dispatch import receiver

from mauntic.events.catalog import IntentSignalDetected, SignalAlertCreated
from scoring.alerts.services import owners, raising


@receiver(IntentSignalDetected.signal, dispatch_uid="scoring.handlers.raise_alerts")
def raise_alerts(events: list[IntentSignalDetected], **_: object) -> None:
    """Create alerts for new signals."""
    raising.raise_alerts(signal_ids=[event.signal_id for event in events if event.signal_id])


# The name is older than this module: pending deliveries hold it.
@receiver(SignalAlertCreated.signal, dispatch_uid="mauntic.notifications.handlers.tell_owners_of_alerts")
def notify_owners(events: list[SignalAlertCreated], **_: object) -> None:
    """Notify owners of leads about new alerts."""
    owners.notify_of_alerts(alerts=events)
