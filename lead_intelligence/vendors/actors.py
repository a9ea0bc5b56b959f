"""Jobs of vendors."""

from lead_intelligence import jobs
from lead_intelligence.vendors.services import health, notify
from mauntic.broker.queues import DELIVERY


@jobs.CHECK_PROVIDERS.actor()
def check_providers() -> None:
    """Ask the vendors' free endpoints how they are."""
    health.check_providers()


@jobs.MAIL_ADMINS.actor(queue=DELIVERY)
def mail_admins(subject: str, text: str) -> None:
    """Mail the admins; a mail that fails is tried again."""
    notify.mail_admins(subject=subject, text=text)
