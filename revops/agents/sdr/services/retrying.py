"""Read replies again that the agent left to a person."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.delivery.models import Reply
from mauntic.kernel.errors import Conflict
from revops.agents.sdr.domain.modes import Mode
from revops.agents.sdr.models import SdrReply, State
from revops.agents.sdr.selectors.replies import modes_of
from revops.agents.sdr.selectors.settings import sdr_settings
from revops.agents.sdr.selectors.unanswered import unanswered_reply
from revops.jobs import READ_REPLIES


@transaction.atomic
def read_again(*, reply_id: UUID, by: User) -> Reply:
    """Let the agent read a reply again, in the background. Asked for twice at once, it is read once.

    Args:
        reply_id: a reply that the agent left to a person.
        by: somebody who sends from its mailbox.

    Raises: `NotFound`; `Conflict` if the agent is off for this reply.
    """
    reply = unanswered_reply(by, reply_id)
    if modes_of([reply], sdr_settings())[reply.pk] is Mode.OFF:
        raise Conflict(_("The SDR agent is off. Switch it on in its settings, or answer in the inbox."))
    due = SdrReply.objects.filter(pk=reply.pk, state=State.DONE, needs_person=True)
    if due.update(state=State.DUE, needs_person=False, outcome="", claimed_at=None):
        enqueue(READ_REPLIES)
    return reply
