"""Attribute each message of a batch to a contact, in the order in which they were sent.

The result must not depend on how a client divides its messages into batches. So each message is attributed
with what was known of visitors before it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from mauntic.tracking.visitors.domain.known import KnownVisitor
from mauntic.tracking.visits.domain.messages import Message
from mauntic.tracking.visits.domain.people import email_of, handle_of

# Messages that may be attributed later. An identify or group message is about the contact known at its time.
ACTIVITIES = frozenset({"page", "screen", "track"})


class Addresses(NamedTuple):
    """Contacts by email address: those before the batch, and those that its identify messages name."""

    before: Mapping[str, UUID]
    identified: Mapping[str, UUID]


@dataclass(slots=True)
class Attribution:
    """The visitor and contact of each message, in order, and changes of visitors.

    `linked` are visitors with a new contact, `earlier` the contact of their anonymous activity before the
    batch, and `users` the new user ids.
    """

    visitors: list[UUID] = field(default_factory=list)
    contacts: list[UUID | None] = field(default_factory=list)
    linked: dict[UUID, UUID] = field(default_factory=dict)
    earlier: dict[UUID, UUID] = field(default_factory=dict)
    users: dict[UUID, str] = field(default_factory=dict)


def attribute(
    messages: Sequence[Message],
    *,
    visitors: Iterable[KnownVisitor],
    addresses: Addresses,
    old: Collection[int] = (),
) -> Attribution:
    """Attribute messages to contacts.

    The email address of a message decides, else the last contact of its user, else the last contact of its
    browser. A browser that is identified as another contact belongs to that contact from that message on.
    Anonymous activity belongs to the first contact of the visitor. All anonymous visitors of a user are
    linked together; linked ones stay.

    Args: `visitors` are those of the messages and of their users, in the order in which they were last seen.
    `old` are positions of messages that are too old to be attributed later.
    """
    course = _Course(visitors, addresses, old)
    for position, message in enumerate(messages):
        course.take(position, message)
    return course.result()


@dataclass(slots=True, eq=False)
class _Visitor:
    """A visitor after some message. `waiting` are positions of messages without a contact."""

    name: str
    user: str
    contact: UUID | None
    before: KnownVisitor
    seen: int
    waiting: list[int] = field(default_factory=list)


class _Course:
    """State of visitors while a batch is attributed.

    `_user_is` is the visitor of each user that was seen last among linked ones.
    """

    def __init__(self, visitors: Iterable[KnownVisitor], addresses: Addresses, old: Collection[int]) -> None:
        self._addresses, self._old = addresses, old
        self._known = dict(addresses.before)
        self._result = Attribution()
        self._visitors: dict[str, _Visitor] = {}
        self._of_user: dict[str, dict[str, _Visitor]] = defaultdict(dict)
        self._unknown: dict[str, dict[str, _Visitor]] = defaultdict(dict)
        self._user_is: dict[str, _Visitor] = {}
        for number, one in enumerate(visitors):
            visitor = _Visitor(one.name, one.user, one.contact_id, one, number)
            self._visitors[one.name] = visitor
            self._join_user(visitor, one.user)
        self._clock = len(self._visitors)

    def take(self, position: int, message: Message) -> None:
        """Attribute the next message."""
        previous = self._alias(message) if message.type == "alias" else None
        visitor = self._see(handle_of(message), message.user)
        contact = (
            self._contact_named(message)
            or (message.user and (last := self._user_is.get(message.user)) and last.contact)
            or visitor.contact
            or (previous and previous.contact)
            or None
        )
        self._result.visitors.append(visitor.before.id)
        self._result.contacts.append(contact)
        if contact:
            self._becomes(visitor, contact)
            for other in list(self._unknown[message.user].values()) if message.user else ():
                self._becomes(other, contact)
        elif message.type in ACTIVITIES and position not in self._old:
            visitor.waiting.append(position)

    def result(self) -> Attribution:
        """Return the attribution."""
        for one in self._visitors.values():
            if one.contact and one.contact != one.before.contact_id:
                self._result.linked[one.before.id] = one.contact
            if one.user != one.before.user:
                self._result.users[one.before.id] = one.user
        return self._result

    def _contact_named(self, message: Message) -> UUID | None:
        email = email_of(message)
        if message.type == "identify" and email in self._addresses.identified:
            self._known[email] = self._addresses.identified[email]
        return self._known.get(email)

    def _see(self, name: str, user: str) -> _Visitor:
        visitor = self._visitors[name]
        visitor.seen = self._clock
        self._clock += 1
        if user and user != visitor.user:
            self._leave_user(visitor)
        self._join_user(visitor, user or visitor.user)
        return visitor

    def _alias(self, message: Message) -> _Visitor:
        """Move all visitors of the previous id, of a browser or user, to the new user."""
        for visitor in list(self._of_user[message.previous].values()):
            self._leave_user(visitor)
            self._join_user(visitor, message.user)
        return self._see(message.previous, message.user)

    def _becomes(self, visitor: _Visitor, contact: UUID) -> None:
        if visitor.contact is None:
            self._result.earlier[visitor.before.id] = contact
            for position in visitor.waiting:
                self._result.contacts[position] = contact
        visitor.contact = contact
        self._unknown[visitor.user].pop(visitor.name, None)
        self._join_user(visitor, visitor.user)

    def _join_user(self, visitor: _Visitor, user: str) -> None:
        visitor.user = user
        self._of_user[user][visitor.name] = visitor
        if visitor.contact is None:
            self._unknown[user][visitor.name] = visitor
        elif user not in self._user_is or self._user_is[user].seen <= visitor.seen:
            self._user_is[user] = visitor

    def _leave_user(self, visitor: _Visitor) -> None:
        others = self._of_user[visitor.user]
        del others[visitor.name]
        self._unknown[visitor.user].pop(visitor.name, None)
        if self._user_is.get(visitor.user) is visitor:
            del self._user_is[visitor.user]
            known = [other for other in others.values() if other.contact]
            if known:
                self._user_is[visitor.user] = max(known, key=lambda other: other.seen)
