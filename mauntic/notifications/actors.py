"""Jobs of notifications."""

from uuid import UUID

from mauntic.broker.queues import DELIVERY
from mauntic.notifications import jobs, services


@jobs.SEND_MAILS.actor(queue=DELIVERY)
def send_mails(notification_ids: list[str]) -> None:
    """Send notifications by email."""
    services.send_mails(notification_ids=[UUID(pk) for pk in notification_ids])


@jobs.RESEND_DUE_MAILS.actor(queue=DELIVERY)
def resend_due_mails() -> None:
    """Enqueue overdue emails again."""
    services.resend_due_mails()
