"""Unsubscribe the recipient of a message."""

from django.db import transaction
from django.db.models import Q

from mauntic.delivery.messages.models import Message, MessageState, PastRecipient
from mauntic.delivery.messages.services.handing import scopes_of
from mauntic.delivery.suppression.models import Reason
from mauntic.delivery.suppression.selectors import EVERYTHING, Scope
from mauntic.delivery.suppression.services import suppress, suppress_digest
from mauntic.events.catalog import MessageUnsubscribed
from mauntic.events.services import publish
from mauntic.kernel.clock import now


@transaction.atomic
def unsubscribe(
    *,
    message: Message,
    source: str,
    only_this_sender: bool = False,
    reason: Reason = Reason.UNSUBSCRIBED,
) -> bool:
    """Unsubscribe the recipient of a message. A second time changes nothing.

    Args:
        message: that the recipient got.
        source: how they did it.
        only_this_sender: whether other senders, such as other sequences, may still write to them.
        reason: unsubscribed, or complained.

    Returns: whether they were not unsubscribed before.
    Publishes: `MessageUnsubscribed` the first time, if they unsubscribed from everything.
    """
    scope = scope_of(message) if only_this_sender else EVERYTHING
    # First, since it locks the message: of two at once, the second sees the suppression of the first.
    Message.objects.filter(pk=message.pk, unsubscribed_at=None).update(unsubscribed_at=now())
    if reason == Reason.COMPLAINED:
        Message.objects.filter(pk=message.pk, complained_at=None).update(complained_at=now())
    is_new = suppress(
        addresses=[message.to_address],
        reason=reason,
        source=source,
        scope=scope,
        contacts={message.to_address: message.contact_id},
    )
    if is_new and scope == EVERYTHING:
        is_complaint = reason == Reason.COMPLAINED
        publish(
            MessageUnsubscribed(
                contact_id=message.contact_id, message_id=message.pk, is_complaint=is_complaint
            )
        )
    _cancel_waiting(message, scope)
    return bool(is_new)


@transaction.atomic
def unsubscribe_past(*, recipient: PastRecipient, source: str, only_this_sender: bool = False) -> bool:
    """Unsubscribe somebody whose contact was deleted. A second time changes nothing.

    Args: as those of `unsubscribe`.
    Returns: whether they were not unsubscribed before.
    """
    scope = scope_of(recipient) if only_this_sender else EVERYTHING
    return bool(
        suppress_digest(digest=recipient.digest, reason=Reason.UNSUBSCRIBED, source=source, scope=scope)
    )


def scope_of(recipient: Message | PastRecipient) -> Scope:
    """Return the sender of a message that one can unsubscribe from; all if it has none of its own."""
    if isinstance(recipient, PastRecipient):
        return Scope(recipient.scope_kind, recipient.scope_id)
    return scopes_of([recipient])[recipient.pk]


def _cancel_waiting(message: Message, scope: Scope) -> None:
    """Let the gate look at once at what waits for the person, so that it is cancelled with its reason."""
    theirs = Q(to_address=message.to_address) | Q(contact=message.contact_id)
    waiting = Message.objects.filter(theirs, state=MessageState.WAITING)
    if scope.kind:
        waiting = waiting.filter(origin_kind=scope.kind)
    waiting.update(look_at=now())
