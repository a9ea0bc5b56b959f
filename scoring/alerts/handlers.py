"""Create alerts of detected signals."""

from django.dispatch import receiver

from mauntic.events.catalog import IntentSignalDetected
from scoring.alerts.services import raising


@receiver(IntentSignalDetected.signal, dispatch_uid="scoring.handlers.raise_alerts")
def raise_alerts(events: list[IntentSignalDetected], **_: object) -> None:
    """Create alerts for new signals."""
    raising.raise_alerts(signal_ids=[event.signal_id for event in events if event.signal_id])
