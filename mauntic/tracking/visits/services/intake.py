"""Collect messages: attribute them to visitors and contacts, store activity and publish that of contacts.

A batch costs a fixed number of statements. Only new or changed people and companies cost more.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from mauntic.kernel.clock import now
from mauntic.kernel.db.conflicts import CONFLICTS
from mauntic.kernel.values.stored_text import composed
from mauntic.tracking.keys.models.keys import TrackingSettings, WriteKey
from mauntic.tracking.keys.models.log import RejectedMessage, UntrackedDay
from mauntic.tracking.keys.services.lead_limits import channel_of, log_refused_leads
from mauntic.tracking.visitors.domain.clocks import PUBLISHED_FOR, Moment, moment_of
from mauntic.tracking.visitors.domain.consent import may_track, refused, tracked
from mauntic.tracking.visitors.domain.known import KnownVisitor
from mauntic.tracking.visitors.models import Visitor, VisitorConsent
from mauntic.tracking.visitors.services.linking import (
    Seen,
    Sighting,
    add_traits,
    link_visitors,
    see_visitors,
    visitors_of_users,
)
from mauntic.tracking.visitors.services.people import (
    contacts_by_email,
    group_contacts,
    identify_contacts,
    merged_values,
)
from mauntic.tracking.visits.domain.attribution import ACTIVITIES, Addresses, Attribution, attribute
from mauntic.tracking.visits.domain.messages import Message, Rejection
from mauntic.tracking.visits.domain.people import company_values, contact_values, email_of, handle_of
from mauntic.tracking.visits.services.activity import Activity, record_activities

MOST_LOGGED = 20
RECORDED_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How messages were sent: write key, time, and headers of the browser."""

    write_key: WriteKey
    received_at: datetime
    user_agent: str = ""
    purpose: str = ""
    dnt: bool = False
    gpc: bool = False
    in_browser: bool = False


@dataclass(slots=True)
class Collected:
    """Results: messages that were accepted (repeated ones included), only counted, and rejected."""

    accepted: int = 0
    untracked: int = 0
    rejections: list[Rejection] = field(default_factory=list)


def collect(
    *,
    request: Request,
    messages: Sequence[Message],
    rejections: Sequence[Rejection] = (),
    remarks: Sequence[Rejection] = (),
) -> Collected:
    """Collect messages in the order in which they were sent.

    Steps: find or create visitors; create contacts of identified people; attribute each message to a visitor
    and contact; assign earlier activity of visitors that are linked now; store visits and events, and publish
    those of contacts; log rejections and remarks. A repeated message is stored once, by its `message_id`.

    Retried after a conflict with another batch: both may hold the same people in different orders.

    Args: `rejections` are invalid messages, `remarks` invalid values of accepted ones.
    Publishes: `ContactCreated`, `ContactUpdated`, `PageVisited`, `EventTracked`.
    """
    return CONFLICTS(_collect, request, messages, rejections, remarks)


@transaction.atomic
def _collect(
    request: Request,
    messages: Sequence[Message],
    rejections: Sequence[Rejection],
    remarks: Sequence[Rejection],
) -> Collected:
    wanted, refusing = _wanted(request, messages)
    of_users = visitors_of_users(user_ids=_user_ids(wanted))
    seen = see_visitors(sightings=_sightings(wanted), at=request.received_at)
    _store_refusals(refusing)
    wanted = [message for message in wanted if _is_tracked(message, seen)]
    if wanted:
        _store(request, wanted, _known_visitors(of_users, seen))
    untracked = len(messages) - len(wanted)
    _count_untracked(untracked, request.received_at)
    _log(request, [*rejections, *remarks])
    _record_use(request)
    return Collected(accepted=len(wanted), untracked=untracked, rejections=list(rejections))


def _wanted(request: Request, messages: Sequence[Message]) -> tuple[list[Message], set[str]]:
    """Return the messages that may be stored, and the visitors that refuse after the last one."""
    honored = TrackingSettings.current().honour_privacy_signals
    senders = [(handle_of(message), message.consent) for message in messages]
    result = tracked(senders, refused_before=_refused_before(messages))
    wanted = [
        message
        for message, is_stored in zip(messages, result.messages, strict=True)
        if is_stored and may_track(dnt=request.dnt, gpc=request.gpc, consent=message.consent, honored=honored)
    ]
    return wanted, result.refusing


def _refused_before(messages: Iterable[Message]) -> set[str]:
    """Return who had refused of those that consent within the batch. For others the locked row decides."""
    silent, given = set[str](), set[str]()
    for message in messages:
        if not message.consent:
            silent.add(handle_of(message))
        elif not refused(message.consent):
            given.add(handle_of(message))
    if not silent & given:
        return set()
    refusing = Visitor.objects.filter(anonymous_id__in=silent & given, consent=VisitorConsent.REFUSED)
    return set(refusing.values_list("anonymous_id", flat=True))


def _store_refusals(names: Collection[str]) -> None:
    """Store refusals, so that scripts that do not ask for consent do not track these visitors either."""
    if names:
        Visitor.objects.filter(anonymous_id__in=names).update(consent=VisitorConsent.REFUSED)


def _store(request: Request, messages: Sequence[Message], visitors: Sequence[KnownVisitor]) -> None:
    moments = [_moment(message, request.received_at) for message in messages]
    people = _identified(messages)
    before = contacts_by_email(emails={email_of(message) for message in messages})
    identified = identify_contacts(given=people, channel=channel_of("key", request.write_key.pk))
    log_refused_leads(site=request.write_key, count=len(people) - len(identified), at=request.received_at)
    since = request.received_at - PUBLISHED_FOR
    found = attribute(
        messages,
        visitors=visitors,
        addresses=Addresses(before, identified),
        old={position for position, moment in enumerate(moments) if moment.at < since},
    )
    add_traits(traits=_traits(messages, found))
    link_visitors(contacts=found.linked, earlier=found.earlier, users=found.users, at=request.received_at)
    group_contacts(companies=_companies(messages, found))
    record_activities(
        activities=[
            Activity.of(
                message,
                visitor,
                contact,
                moment=moment,
                received_at=request.received_at,
                user_agent=request.user_agent,
                purpose=request.purpose,
                in_browser=request.in_browser,
            )
            for message, visitor, contact, moment in zip(
                messages, found.visitors, found.contacts, moments, strict=True
            )
            if message.type in ACTIVITIES
        ]
    )


def _moment(message: Message, received_at: datetime) -> Moment:
    return moment_of(
        timestamp=message.timestamp or message.original_timestamp,
        sent_at=message.sent_at,
        received_at=received_at,
    )


def _user_ids(messages: Iterable[Message]) -> Iterable[str]:
    for message in messages:
        yield message.user
        if message.type == "alias":
            yield message.previous


def _sightings(messages: Iterable[Message]) -> Iterable[Sighting]:
    for message in messages:
        if message.type == "alias":
            yield Sighting(message.previous)
        consent = VisitorConsent.GIVEN if message.consent else VisitorConsent.UNKNOWN
        yield Sighting(handle_of(message), consent)


def _known_visitors(of_users: Sequence[KnownVisitor], seen: Mapping[str, Seen]) -> list[KnownVisitor]:
    """Return all visitors of the batch, those that are locked with their current values."""
    locked = {name: KnownVisitor(one.id, name, one.user_id, one.contact_id) for name, one in seen.items()}
    known = {one.name: one for one in of_users} | locked
    # A dictionary keeps the position of a replaced value: the order is that of `of_users`.
    return list(known.values())


def _is_tracked(message: Message, seen: dict[str, Seen]) -> bool:
    """Return whether a visitor may be tracked. A refusal holds until consent is given, for all scripts."""
    return seen[handle_of(message)].consent != VisitorConsent.REFUSED


def _identified(messages: Iterable[Message]) -> dict[str, dict[str, Any]]:
    given: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for message in messages:
        email = email_of(message) if message.type == "identify" else ""
        if email:
            given[email].append(contact_values(message.traits or {}))
    return {email: merged_values(values) for email, values in given.items()}


def _traits(messages: Sequence[Message], found: Attribution) -> dict[UUID, dict[str, object]]:
    traits: dict[UUID, dict[str, object]] = {}
    for message, visitor in zip(messages, found.visitors, strict=True):
        if message.type == "identify" and message.traits:
            traits.setdefault(visitor, {}).update(composed(message.traits))
    return traits


def _companies(messages: Sequence[Message], found: Attribution) -> dict[UUID, list[dict[str, Any]]]:
    companies: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for message, contact in zip(messages, found.contacts, strict=True):
        if message.type == "group" and contact is not None:
            companies[contact].append(company_values(message.traits or {}))
    return companies


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


def _record_use(request: Request) -> None:
    """Record the use of a key once a minute: otherwise all its batches would wait for that row."""
    last = request.write_key.last_used_at
    if last is None or request.received_at - last > RECORDED_AFTER:
        WriteKey.objects.filter(pk=request.write_key.pk).update(last_used_at=now())
