"""Telling people by mail of what only they can set right."""

from django.core.mail import send_mail

from mauntic.accounts.models import Role, User
from mauntic.broker import send_on_commit
from mauntic.tenants.context import current_organization

ACTOR = "lead_intelligence.mail_admins"


def tell_admins(*, subject: str, text: str) -> None:
    """Mail the organization's active admins, by a job once the current transaction is committed.

    Never put what is known of a lead into it: mail leaves the house.
    """
    send_on_commit(ACTOR, subject, text)


def mail_admins(*, subject: str, text: str) -> int:
    """Mail the active admins now; to how many. Called by the job, which is tried again when this fails."""
    admins = User.objects.filter(role=Role.ADMIN, is_active=True)
    addresses = list(admins.order_by("email").values_list("email", flat=True))
    if addresses:
        # What a vendor said may have lines, which a header cannot have.
        title = f"[{current_organization().name}] {subject}"
        send_mail(" ".join(title.split()), f"{text.strip()}\n", None, addresses)
    return len(addresses)
