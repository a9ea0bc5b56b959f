"""Messages come in: who sent them is found, what they did is kept, and what known contacts did is told.

A batch costs a fixed number of statements, however long it is. Only people and companies that are new or
changed cost more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from mauntic.kernel.clock import now
from mauntic.tracking.domain.attribution import Attribution, KnownVisitor, attribute
from mauntic.tracking.domain.consent import may_track, refused
from mauntic.tracking.domain.messages import Message, Rejection
from mauntic.tracking.domain.people import company_values, contact_values, email_of, handle_of
from mauntic.tracking.models import RejectedMessage, TrackingSettings, UntrackedDay, Visitor, WriteKey
from mauntic.tracking.models.visitors import VisitorConsent
from mauntic.tracking.services.activity import Activity, record_activities
from mauntic.tracking.services.people import contacts_by_email, group_contacts, identify_contacts
from mauntic.tracking.services.visitors import (
    Seen,
    Sighting,
    add_traits,
    contacts_of_users,
    link_visitors,
    same_user,
    see_visitors,
)

MOST_LOGGED = 20
NOTED_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How messages came: with which key, when, and what the sender's browser said of itself."""

    write_key: WriteKey
    received_at: datetime
    user_agent: str = ""
    purpose: str = ""
    dnt: bool = False
    gpc: bool = False


@dataclass(slots=True)
class Collected:
    """What became of the messages: kept (what had come before included), only counted, and refused."""

    accepted: int = 0
    untracked: int = 0
    rejections: list[Rejection] = field(default_factory=list)


@transaction.atomic
def collect(
    *, request: Request, messages: Sequence[Message], rejections: Sequence[Rejection] = ()
) -> Collected:
    """Take messages in, in the order in which they were sent.

    In order: visitors are found or made; people who are identified become contacts; each message gets its
    visitor and contact; visitors that became known take what they did before along; visits and events are
    kept, and told of known contacts; what is refused (`rejections`, found before) is logged. Messages that
    come again are kept once, by their `message_id`.
    """
    wanted = _wanted(request, messages)
    _note_refusals(messages)
    seen = see_visitors(sightings=_sightings(wanted), at=request.received_at)
    wanted = [message for message in wanted if _is_followed(message, seen)]
    if wanted:
        _take_in(request, wanted, seen)
    untracked = len(messages) - len(wanted)
    _count_untracked(untracked, request.received_at)
    _log(request, rejections)
    _note_use(request)
    return Collected(accepted=len(wanted), untracked=untracked, rejections=list(rejections))


def _wanted(request: Request, messages: Sequence[Message]) -> list[Message]:
    honoured = TrackingSettings.current().honour_privacy_signals
    return [
        message
        for message in messages
        if may_track(dnt=request.dnt, gpc=request.gpc, consent=_consent(message), honoured=honoured)
    ]


def _note_refusals(messages: Iterable[Message]) -> None:
    """Who was followed until now, and refuses, is not followed by scripts that do not ask either."""
    names = [handle_of(message) for message in messages if refused(_consent(message))]
    if names:
        Visitor.objects.filter(anonymous_id__in=names).update(consent=VisitorConsent.REFUSED)


def _take_in(request: Request, messages: Sequence[Message], seen: dict[str, Seen]) -> None:
    same_user(aliases={str(each.previous_id): each.user for each in messages if each.type == "alias"})
    by_email = identify_contacts(said=_identified(messages))
    others = {email_of(message) for message in messages} - by_email.keys()
    told = attribute(
        messages,
        visitors={name: KnownVisitor(one.id, one.contact_id) for name, one in seen.items()},
        by_user=contacts_of_users(user_ids=[message.user for message in messages]),
        by_email=by_email | contacts_by_email(emails=others),
    )
    add_traits(traits=_traits(messages, told))
    link_visitors(contacts=told.linked, users=told.users, at=request.received_at)
    group_contacts(companies=_companies(messages, told))
    record_activities(
        activities=[
            Activity.of(
                message,
                visitor,
                contact,
                received_at=request.received_at,
                user_agent=request.user_agent,
                purpose=request.purpose,
            )
            for message, visitor, contact in zip(messages, told.visitors, told.contacts, strict=True)
            if message.type in ("page", "screen", "track")
        ]
    )


def _sightings(messages: Iterable[Message]) -> Iterable[Sighting]:
    for message in messages:
        consent = VisitorConsent.GIVEN if _consent(message) else VisitorConsent.UNKNOWN
        yield Sighting(handle_of(message), message.user, consent)
        if message.type == "alias":
            yield Sighting(str(message.previous_id), message.user)


def _is_followed(message: Message, seen: dict[str, Seen]) -> bool:
    """A visitor who refused once is not followed until consent is given, whatever script sends it."""
    return seen[handle_of(message)].consent != VisitorConsent.REFUSED


def _consent(message: Message) -> dict[str, object] | None:
    return message.context.consent if message.context else None


def _identified(messages: Iterable[Message]) -> dict[str, dict[str, object]]:
    said: dict[str, dict[str, object]] = {}
    for message in messages:
        email = email_of(message) if message.type == "identify" else ""
        if email:
            said.setdefault(email, {}).update(contact_values(message.traits or {}))
    return said


def _traits(messages: Sequence[Message], told: Attribution) -> dict[UUID, dict[str, object]]:
    traits: dict[UUID, dict[str, object]] = {}
    for message, visitor in zip(messages, told.visitors, strict=True):
        if message.type == "identify" and message.traits:
            traits.setdefault(visitor, {}).update(message.traits)
    return traits


def _companies(messages: Sequence[Message], told: Attribution) -> dict[UUID, dict[str, object]]:
    return {
        contact: company_values(message.traits or {})
        for message, contact in zip(messages, told.contacts, strict=True)
        if message.type == "group" and contact is not None
    }


def _count_untracked(count: int, at: datetime) -> None:
    if count:
        UntrackedDay.objects.update_or_create(
            day=at.date(), defaults={"messages": F("messages") + count}, create_defaults={"messages": count}
        )


def _log(request: Request, rejections: Sequence[Rejection]) -> None:
    RejectedMessage.objects.bulk_create(
        RejectedMessage(
            write_key=request.write_key,
            reason=one.reason[:300],
            message_id=one.message_id,
            body=one.body,
            received_at=request.received_at,
        )
        for one in rejections[:MOST_LOGGED]
    )


def _note_use(request: Request) -> None:
    """A busy key is not written with every batch: all its batches would wait for that one row."""
    last = request.write_key.last_used_at
    if last is None or request.received_at - last > NOTED_AFTER:
        WriteKey.objects.filter(pk=request.write_key.pk).update(last_used_at=now())
