"""Makes alerts."""

from datetime import UTC, datetime

from mauntic.crm.models import Contact
from scoring.alerts.models import SignalAlert
from scoring.alerts.services.raising import raise_alerts
from tests.factories.scoring import make_signal

TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)


def make_alert(contact: Contact, code: str = "PRICING_PAGE", *, at: datetime = TUESDAY) -> SignalAlert:
    [alert] = raise_alerts(signal_ids=[make_signal(contact, code, detected_at=at).pk], now=at)
    return alert


def fresh(alert: SignalAlert) -> SignalAlert:
    return SignalAlert.objects.get(pk=alert.pk)
