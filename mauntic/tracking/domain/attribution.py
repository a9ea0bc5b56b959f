"""Whose doing each message of a batch is: message by message, in the order in which they were sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from mauntic.tracking.domain.messages import Message
from mauntic.tracking.domain.people import email_of, handle_of


class KnownVisitor(NamedTuple):
    """A visitor, and the contact that it was known as before the batch."""

    id: UUID
    contact_id: UUID | None


@dataclass(slots=True)
class Attribution:
    """The visitor and contact of each message, in order, and what was learned.

    `linked` are the visitors that are somebody from now on; `users` the product's users whose other visitors
    may not know it yet.
    """

    visitors: list[UUID] = field(default_factory=list)
    contacts: list[UUID | None] = field(default_factory=list)
    linked: dict[UUID, UUID] = field(default_factory=dict)
    users: dict[str, UUID] = field(default_factory=dict)


def attribute(
    messages: Iterable[Message],
    *,
    visitors: Mapping[str, KnownVisitor],
    by_user: Mapping[str, UUID],
    by_email: Mapping[str, UUID],
) -> Attribution:
    """Tell who did what.

    The address that a message names decides, else the user's id, else what the browser was last known as. A
    browser that turns out to be somebody else is that person's from that message on; what an unknown one did
    earlier in the batch is the work of whom it becomes.
    """
    told = Attribution()
    known_as = {visitor.id: visitor.contact_id for visitor in visitors.values()}
    before = dict(known_as)
    users = dict(by_user)
    for message in messages:
        visitor = visitors[handle_of(message)].id
        candidates = [by_email.get(email_of(message)), users.get(message.user), known_as[visitor]]
        if message.type == "alias":
            previous = str(message.previous_id)
            candidates += [users.get(previous), known_as[visitors[previous].id]]
        contact = next(filter(None, candidates), None)
        if contact is not None:
            known_as[visitor] = contact
            if message.user and (message.type == "alias" or users.get(message.user) != contact):
                users[message.user] = told.users[message.user] = contact
        told.visitors.append(visitor)
        told.contacts.append(contact)
    told.contacts = [
        contact or known_as[visitor] for visitor, contact in zip(told.visitors, told.contacts, strict=True)
    ]
    told.linked = {
        visitor: contact for visitor, contact in known_as.items() if contact and contact != before[visitor]
    }
    return told
