"""Models of delivery that other contexts may use."""

from mauntic.delivery.domains.models import SendingDomain
from mauntic.delivery.engagement.models import Link, Touch, Untracked
from mauntic.delivery.inbox.models import InboxState, Reply, ReplyClass
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.messages.models import BOUNCED, Message, MessageState, PastRecipient, Rank
from mauntic.delivery.sign_in.models import Grant, SignInApp
from mauntic.delivery.suppression.models import Reason, Suppression, SuppressionSalt

__all__ = [
    "BOUNCED",
    "Grant",
    "InboxState",
    "Link",
    "Mailbox",
    "Message",
    "MessageState",
    "PastRecipient",
    "Rank",
    "Reason",
    "Reply",
    "ReplyClass",
    "SendingDomain",
    "SignInApp",
    "Suppression",
    "SuppressionSalt",
    "Touch",
    "Untracked",
]
