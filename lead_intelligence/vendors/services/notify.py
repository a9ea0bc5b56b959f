"""Emails to admins about problems that need them."""

from django.core.mail import send_mail

from lead_intelligence.jobs import MAIL_ADMINS
from mauntic.accounts.models import Role, User
from mauntic.broker import enqueue
from mauntic.tenants.context import current_organization


def notify_admins(*, subject: str, text: str) -> None:
    """Email the active admins by a job when the current transaction is committed.

    The text must not contain data of leads, because email leaves the organization.

    Args:
        subject: without the name of the organization, which is put before it.
        text: the body, in plain text.
    """
    enqueue(MAIL_ADMINS, subject, text)


def mail_admins(*, subject: str, text: str) -> int:
    """Email the active admins now. The job that calls this retries on failure.

    Args:
        subject: without the name of the organization, which is put before it.
        text: the body, in plain text.

    Returns: the number of admins.
    """
    admins = User.objects.filter(role=Role.ADMIN, is_active=True)
    addresses = list(admins.order_by("email").values_list("email", flat=True))
    if addresses:
        # The text of a vendor may have line breaks, which a header must not have.
        title = f"[{current_organization().name}] {subject}"
        send_mail(" ".join(title.split()), f"{text.strip()}\n", None, addresses)
    return len(addresses)
