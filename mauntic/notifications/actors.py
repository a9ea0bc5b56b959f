"""Jobs of notifications."""

from uuid import UUID

import dramatiq

from mauntic.notifications import services


@dramatiq.actor(actor_name="notifications.send_mails", queue_name="delivery")
def send_mails(notification_ids: list[str]) -> None:
    """Mail what people were told."""
    services.send_mails(notification_ids=[UUID(pk) for pk in notification_ids])


@dramatiq.actor(actor_name="notifications.resend_due_mails", queue_name="delivery")
def resend_due_mails() -> None:
    """Send the jobs of waiting mails again."""
    services.resend_due_mails()
