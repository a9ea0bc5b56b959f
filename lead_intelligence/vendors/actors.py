"""Jobs of vendors."""

from lead_intelligence import jobs
from lead_intelligence.vendors.services import health, notify
from mauntic.broker.queues import DELIVERY


@jobs.CHECK_PROVIDERS.actor()
def check_providers() -> None:
    """Check the health of the vendors at their free endpoints."""
    health.check_providers()


@jobs.MAIL_ADMINS.actor(queue=DELIVERY)
def mail_admins(subject: str, text: str) -> None:
    """Email the admins. A failed email is retried."""
    notify.mail_admins(subject=subject, text=text)
