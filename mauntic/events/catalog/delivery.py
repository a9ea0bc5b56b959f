"""Facts about messages to and from contacts."""

from dataclasses import dataclass
from uuid import UUID

from mauntic.events.catalog.base import Event


@dataclass(frozen=True, kw_only=True)
class MessageSent(Event, context="delivery"):
    """A message was handed to its transport."""

    contact_id: UUID
    message_id: UUID


@dataclass(frozen=True, kw_only=True)
class MessageOpened(Event, context="delivery"):
    """A message was opened by a person, or by a machine if a scanner or proxy fetched it."""

    contact_id: UUID
    message_id: UUID
    is_machine: bool


@dataclass(frozen=True, kw_only=True)
class MessageClicked(Event, context="delivery"):
    """A link of a message was followed."""

    contact_id: UUID
    message_id: UUID
    url: str
    is_machine: bool


@dataclass(frozen=True, kw_only=True)
class MessageBounced(Event, context="delivery"):
    """A message cannot be delivered, now or later (a hard bounce). A delay is no bounce."""

    contact_id: UUID
    message_id: UUID


@dataclass(frozen=True, kw_only=True)
class MessageReplied(Event, context="delivery"):
    """A contact answered a message."""

    contact_id: UUID
    message_id: UUID


@dataclass(frozen=True, kw_only=True)
class MailboxSwitchedOff(Event, context="delivery"):
    """A mailbox was switched off, since its server refused the account again and again.

    `owner_id` is the user whose mailbox it is; None for a shared one.
    """

    mailbox_id: UUID
    owner_id: UUID | None
    address: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MailboxPaused(Event, context="delivery"):
    """A mailbox was paused, since too much of its email bounced or was reported as spam.

    `owner_id` is the user whose mailbox it is; None for a shared one. `reason` has the numbers.
    """

    mailbox_id: UUID
    owner_id: UUID | None
    address: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MessageUnsubscribed(Event, context="delivery"):
    """A contact unsubscribed from all messages, or reported one as spam (`is_complaint`)."""

    contact_id: UUID
    message_id: UUID
    is_complaint: bool = False
