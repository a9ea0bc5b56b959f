"""Write claimed messages as they leave."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.delivery.engagement.links import counted_addresses, picture_address
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.mailboxes.selectors import signer
from mauntic.delivery.messages.domain.wire import Outgoing, as_bytes
from mauntic.delivery.messages.links import home_address, reply_to, unsubscribe_address
from mauntic.delivery.messages.models import Message, Rank
from mauntic.delivery.messages.services.engagement import store_counted
from mauntic.kernel.normalize import ascii_email

_ODD = (ValueError, LookupError, TypeError, AttributeError, MessageError)
"""What the libraries raise that write a mail, for odd addresses and texts."""


class CannotBeWrittenError(Exception):
    """An email cannot be written. Its text says why, for people."""


@dataclass(frozen=True, slots=True)
class Written:
    """A message with its envelope and bytes."""

    message: Message
    sender: str
    recipient: str
    raw: bytes


class Composer:
    """Writes the messages of one batch, which share what comes from their mailbox."""

    def __init__(self, mailbox: Mailbox, messages: Sequence[Message]) -> None:
        """Read and store what a batch needs: the links that are counted, and what signs."""
        self._mailbox = mailbox
        self._home = home_address()
        self._sender = ascii_email(mailbox.address) or mailbox.address
        self._unsubscribe_words = _("Unsubscribe")
        self._sign = signer(mailbox)
        self._counted: Mapping[UUID, Sequence[str]] = store_counted(
            mailbox=mailbox, messages=messages, home=self._home
        )
        self._answers = _automatic_answers(messages)

    def write(self, message: Message, at: datetime) -> Written:
        """Return a message as it leaves at a time.

        Raises: `CannotBeWrittenError`.
        """
        try:
            letter = self._outgoing(message)
            raw = as_bytes(letter, at)
        except _ODD as error:
            raise CannotBeWrittenError(_not_written(error)) from error
        return Written(message, letter.sender, letter.recipient, self._sign(raw) if self._sign else raw)

    def _outgoing(self, message: Message) -> Outgoing:
        is_personal = message.rank == Rank.PERSONAL
        urls = self._counted.get(message.pk, ())
        return Outgoing(
            sender=self._sender,
            sender_name=self._mailbox.from_name,
            recipient=ascii_email(message.to_address),
            subject=message.sent_subject,
            text=message.sent_text,
            header_id=message.header_id,
            in_reply_to=message.in_reply_to,
            references=message.references,
            reply_to=reply_to(self._mailbox, message),
            unsubscribe="" if is_personal else unsubscribe_address(message, self._home),
            unsubscribe_words=self._unsubscribe_words,
            is_automatic_answer=message.pk in self._answers,
            links=counted_addresses(message.pk, filter(None, urls), self._home),
            pixel=picture_address(message.pk, self._home) if "" in urls else "",
        )


def _automatic_answers(messages: Sequence[Message]) -> Collection[UUID]:
    """Return those in which a machine answers a mail of the lead."""
    automatic = [row for row in messages if row.in_reply_to and row.rank != Rank.PERSONAL]
    if not automatic:
        return ()
    ours = Message.objects.filter(header_id__in=[row.in_reply_to for row in automatic])
    known = set(ours.values_list("header_id", flat=True))
    return {row.pk for row in automatic if row.in_reply_to not in known}


def _not_written(error: Exception) -> str:
    words = f"{type(error).__name__}: {error}"
    return _("The email could not be written: {problem}").format(problem=words)[:300]
