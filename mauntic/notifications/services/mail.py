"""Mailing what people are told: each notice once, however often the job comes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from uuid import UUID

import structlog
from django.core.mail import send_mail

from mauntic.broker import send
from mauntic.kernel import clock
from mauntic.kernel.chunks import chunked
from mauntic.notifications.models import MailState, Notification
from mauntic.notifications.services.notify import MAILS_PER_JOB
from mauntic.tenants.context import current_organization
from mauntic.tenants.selectors import address_of

log = structlog.get_logger(__name__)

# A mail that waits for longer has lost its job.
LOST_AFTER = timedelta(minutes=2)


def send_mails(*, notification_ids: Sequence[UUID]) -> int:
    """Mail those that still wait; how many left.

    Each is claimed before it leaves: killed in between, a mail is lost rather than sent twice. A mail server
    that cannot be reached leaves the mail waiting, for the next sweep.
    """
    waiting = Notification.objects.filter(pk__in=notification_ids, mail=MailState.WAITING)
    return sum(_send(each) for each in waiting.select_related("user") if _claim(each))


def resend_due_mails(*, now: datetime | None = None) -> int:
    """Send the jobs of mails again that have waited too long; the count of mails."""
    due = Notification.objects.mail_due((now or clock.now()) - LOST_AFTER)
    ids = list(due.order_by("created_at").values_list("pk", flat=True))
    for chunk in chunked(ids, MAILS_PER_JOB):
        send("notifications.send_mails", [str(pk) for pk in chunk])
    return len(ids)


def _claim(row: Notification) -> bool:
    rows = Notification.objects.filter(pk=row.pk, mail=MailState.WAITING)
    return rows.update(mail=MailState.CLAIMED) == 1


def _send(row: Notification) -> bool:
    organization = current_organization()
    text = f"{row.title}\n\n{address_of(organization)}{row.url}\n"
    try:
        send_mail(f"[{organization.name}] {row.title}", text, None, [row.user.email])
    except (OSError, SMTPException) as error:
        state = MailState.REFUSED if isinstance(error, SMTPRecipientsRefused) else MailState.WAITING
        Notification.objects.filter(pk=row.pk).update(mail=state)
        log.warning("notifications.mail_failed", notification=str(row.pk), state=state.value, exc_info=error)
        return False
    return True
