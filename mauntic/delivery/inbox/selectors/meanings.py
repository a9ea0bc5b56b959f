"""What automatic mails mean for the lead, in words: what a mail server said, and what Mauntic did."""

from collections.abc import Mapping

from mauntic.delivery.inbox.models import Reply, ReplyClass
from mauntic.delivery.replies.domain.machine import AutoKind
from mauntic.delivery.replies.domain.statuses import BounceKind
from mauntic.kernel.translation import StrPromise
from mauntic.kernel.translation import gettext_lazy as _

_BOUNCES: Mapping[str, StrPromise] = {
    BounceKind.HARD: _("The address does not exist. It gets no more email, and its sequences are stopped."),
    BounceKind.SOFT: _(
        "The mailbox is full, or its server has a problem. Sequences go on. The third time in 30 days counts "
        "as an address that does not exist."
    ),
    BounceKind.POLICY: _(
        "The server does not take our emails. The address may be good, and sequences go on. It counts for "
        "the bounce rate of the mailbox."
    ),
    BounceKind.DELAYED: _("The server tries again. Nothing changes."),
}
_AUTOMATIC: Mapping[str, StrPromise] = {
    AutoKind.OUT_OF_OFFICE: _("The lead is away. Sequences are paused until the lead is back."),
    AutoKind.LEFT_COMPANY: _("The lead has left the company. Sequences are stopped."),
    AutoKind.TICKET: _("A ticket system answered. Sequences go on."),
    AutoKind.RECEIPT: _("A receipt. Sequences go on."),
    AutoKind.CHALLENGE: _("The server asks you to confirm that you are a person. Confirm it in the mailbox."),
}
_UNDATED = _("The lead is away, without a day of return. Sequences are paused until a person resumes them.")
_BY_LABEL: Mapping[str, Mapping[str, StrPromise]] = {
    ReplyClass.BOUNCE: _BOUNCES,
    ReplyClass.AUTO_REPLY: _AUTOMATIC,
}


def meaning_of(reply: Reply) -> str:
    """Return what a mail that no person wrote means; empty for those of people, and where nobody knows."""
    words = _BY_LABEL.get(reply.label, {}).get(reply.kind) or ""
    is_undated = words == _AUTOMATIC[AutoKind.OUT_OF_OFFICE] and not reply.away_until
    return str(_UNDATED if is_undated else words)
