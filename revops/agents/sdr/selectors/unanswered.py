"""Replies that the agent left to a person, since its model gave no answer that can be used."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.delivery.mailboxes.selectors import mailboxes_of
from mauntic.delivery.models import Reply
from mauntic.kernel.errors import NotFound
from revops.agents.sdr.models import State

COUNT_UP_TO = 99


def unanswered(user: User) -> QuerySet[Reply]:
    """Return the replies in mailboxes that the user sends from, each with its row of the agent.

    One leaves the list when it is answered, marked as done, or read again.
    """
    rows = Reply.objects.filter(
        sdr__state=State.DONE, sdr__needs_person=True, done_at=None, mailbox__in=mailboxes_of(user)
    )
    return rows.select_related("sdr", "contact__company", "mailbox__owner")


def unanswered_count(user: User) -> int:
    """Return the number of these replies, up to 100, which is shown as 99+."""
    return unanswered(user).order_by()[: COUNT_UP_TO + 1].count()


def unanswered_reply(user: User, reply_id: UUID) -> Reply:
    """Return one of these replies.

    Raises: `NotFound`.
    """
    found = unanswered(user).filter(pk=reply_id).first()
    if found is None:
        raise NotFound(_("This reply is not left to you any more. Look into the inbox."))
    return found
