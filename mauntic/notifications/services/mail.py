"""Send notifications by email, each once, even if its job runs twice."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from uuid import UUID

import structlog
from django.core.mail import send_mail

from mauntic.broker import enqueue_at_once
from mauntic.kernel import clock
from mauntic.kernel.db.chunks import chunked
from mauntic.notifications.jobs import SEND_MAILS
from mauntic.notifications.models import MailState, Notification
from mauntic.notifications.services.notices import MAILS_PER_JOB
from mauntic.tenants.context import current_organization
from mauntic.tenants.selectors import address_of

log = structlog.get_logger(__name__)

# An email that waits longer has lost its job.
LOST_AFTER = timedelta(minutes=2)


def send_mails(*, notification_ids: Sequence[UUID]) -> int:
    """Send waiting notifications by email.

    Each is claimed before it is sent: if the worker dies in between, an email is lost, but never sent twice.
    If the mail server is unreachable, the email waits for the next sweep.

    Returns: the number of emails sent.
    """
    waiting = Notification.objects.filter(pk__in=notification_ids, mail=MailState.WAITING)
    return sum(_send(each) for each in waiting.select_related("user") if _claim(each))


def resend_due_mails(*, now: datetime | None = None) -> int:
    """Enqueue the jobs of overdue emails again.

    Returns: the number of emails.
    """
    due = Notification.objects.mail_due((now or clock.now()) - LOST_AFTER)
    ids = list(due.order_by("created_at").values_list("pk", flat=True))
    for chunk in chunked(ids, MAILS_PER_JOB):
        enqueue_at_once(SEND_MAILS, [str(pk) for pk in chunk])
    return len(ids)


def _claim(row: Notification) -> bool:
    rows = Notification.objects.filter(pk=row.pk, mail=MailState.WAITING)
    return rows.update(mail=MailState.CLAIMED) == 1


def _send(row: Notification) -> bool:
    organization = current_organization()
    text = f"{row.title}\n\n{address_of(organization)}{row.url}\n"
    try:
        # A line break in a name must not end the subject.
        subject = " ".join(f"[{organization.name}] {row.title}".split())
        send_mail(subject, text, None, [row.user.email])
    except (OSError, SMTPException) as error:
        state = MailState.REFUSED if isinstance(error, SMTPRecipientsRefused) else MailState.WAITING
        Notification.objects.filter(pk=row.pk).update(mail=state)
        log.warning("notifications.mail_failed", notification=str(row.pk), state=state.value, exc_info=error)
        return False
    return True
