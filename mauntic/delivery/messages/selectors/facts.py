"""What the gate looks at, for a set of messages of one mailbox, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import CharField, Max, Prefetch, UUIDField

from mauntic.accounts.selectors import business_hours
from mauntic.crm.models import Company, Contact
from mauntic.delivery.domains.selectors import held_domain
from mauntic.delivery.mailboxes.domain.pace import DAY
from mauntic.delivery.mailboxes.domain.zones import zone_of
from mauntic.delivery.mailboxes.models import Mailbox, State
from mauntic.delivery.messages.domain.gate import Facts, Recipient, Sender
from mauntic.delivery.messages.domain.tokens import Filled, fill, missing_in
from mauntic.delivery.messages.models import Message, Rank
from mauntic.delivery.messages.origins import Standing, standings
from mauntic.delivery.messages.selectors.recipients import Refusals
from mauntic.delivery.messages.selectors.values import values_for
from mauntic.delivery.suppression.selectors import EVERYTHING, Scope
from mauntic.kernel.db.sets import among
from mauntic.kernel.normalize import ascii_email, email_key
from mauntic.kernel.normalize.domains import is_free_mail
from mauntic.kernel.time.business_hours import BusinessHours
from mauntic.kernel.time.calendar import time_zone
from mauntic.kernel.translation import gettext as _

PER_DOMAIN = 20
"""Emails to one company's domain in 24 hours, from all mailboxes of an organization."""


# What gate and tokens ask of a lead: a row with all its columns takes twice the time.
_ASKED = (
    "first_name",
    "last_name",
    "email",
    "phone",
    "direct_phone",
    "title",
    "country",
    "region",
    "consent",
    "suppressed_reason",
    "company",
)
# Leads of one company share its row.
_COMPANY = Prefetch("company", Company.objects.only("name", "industry"))


@dataclass(frozen=True, slots=True)
class Looked:
    """A message with what the gate looks at, and what it says with its tokens replaced."""

    message: Message
    facts: Facts
    subject: Filled
    text: Filled


class Look:
    """A look of the gate at messages of one mailbox (owner loaded). What goes counts for the next one."""

    def __init__(self, mailbox: Mailbox, messages: Sequence[Message], now: datetime) -> None:
        self._mailbox = mailbox
        self._now = now
        sender = sender_of(mailbox, now)
        # Grows with each message that goes: a copy for each would take longer than the decision.
        self._sent = list(sender.sent)
        self._sender = replace(sender, sent=self._sent)
        self._people = _People(messages, now)

    def at(self, message: Message) -> Looked:
        """Return what the gate asks about a message."""
        contact = self._people.contacts[message.contact_id]
        standing = self._people.standings[message.origin_kind, message.origin_id]
        values = values_for(contact, self._mailbox, message.values)
        subject, text = fill(message.subject, values), fill(message.body, values)
        facts = Facts(
            message_id=message.pk,
            sender=self._sender,
            recipient=self._people.recipient(message, contact, standing),
            origin=standing.origin,
            is_personal=message.rank == Rank.PERSONAL,
            missing=missing_in((subject, text)),
            per_domain=PER_DOMAIN,
            per_company=standing.per_company,
        )
        return Looked(message, facts, subject, text)

    def count(self, message: Message) -> None:
        """Count a message that goes now for the limits of those after it."""
        self._sent.append(self._now)
        self._people.count(message)


def sender_of(mailbox: Mailbox, now: datetime) -> Sender:
    """Return a mailbox as the gate sees it at `now`."""
    sent = mailbox.messages.on_their_way().filter(claimed_at__gt=now - DAY).order_by("claimed_at")
    # Nobody is written to in the name of somebody who left.
    gone = "" if mailbox.owner is None or mailbox.owner.is_active else str(mailbox.owner)
    return Sender(
        name=mailbox.address,
        pace=mailbox.pace,
        sent=[at for at in sent.values_list("claimed_at", flat=True) if at],
        hours=business_hours(),
        paused=_("{person} is deactivated.").format(person=gone) if gone else _why_paused(mailbox),
        paused_until=None if gone else mailbox.paused_until,
        is_off=bool(gone) or mailbox.state == State.OFF,
        unproven=held_domain(mailbox.address, now),
        reads=mailbox.reads,
        read_at=mailbox.read_at,
    )


def _why_paused(mailbox: Mailbox) -> str:
    return "" if mailbox.state == State.ACTIVE else mailbox.state_reason or mailbox.get_state_display()


class _People:
    """What is known of the recipients of a set of messages."""

    def __init__(self, messages: Sequence[Message], now: datetime) -> None:
        self.now = now
        ids = {message.contact_id for message in messages}
        self.contacts = _contacts(ids)
        _readdress(messages, self.contacts)
        self.standings = _standings(messages)
        self.scopes = {message.pk: self._scope(message) for message in messages}
        self.refusals = Refusals(
            (each.to_address, self.contacts[each.contact_id], self.scopes[each.pk]) for each in messages
        )
        self.written = _written(ids, now)
        self.domains = _domains({each.to_domain for each in messages}, now)

    def recipient(self, message: Message, contact: Contact, standing: Standing) -> Recipient:
        domain = "" if _is_free(message.to_domain) else message.to_domain
        return Recipient(
            name=contact.name,
            address=ascii_email(message.to_address),
            suppressed=self.refusals.why(message.to_address, contact, self.scopes[message.pk]),
            hours=self._hours(standing.hours, contact),
            written_at=self.written.get(contact.pk),
            domain=domain,
            domain_sent=self.domains.get(domain, ()),
            company=contact.company.name if contact.company and domain else "",
            company_active=standing.company_active,
        )

    def count(self, message: Message) -> None:
        if message.rank != Rank.PERSONAL:
            self.written[message.contact_id] = self.now
        if not _is_free(message.to_domain):
            self.domains.setdefault(message.to_domain, []).append(self.now)

    def _scope(self, message: Message) -> Scope:
        scope = self.standings[message.origin_kind, message.origin_id].scope
        return Scope(message.origin_kind, scope) if scope else EVERYTHING

    def _hours(self, hours: BusinessHours, contact: Contact) -> BusinessHours:
        if hours.is_always_open:
            return hours
        zone = zone_of(contact.phone or contact.direct_phone, contact.country, self.now)
        return _in_zone(hours, zone) if zone else hours


def _readdress(messages: Sequence[Message], contacts: Mapping[UUID, Contact]) -> None:
    """Set the present addresses of the leads on automatic messages. Does not save.

    A message may wait for weeks, and who had the old address may be somebody else. What a person writes goes
    where they sent it: an answer to the address that wrote.
    """
    for message in messages:
        stored = contacts[message.contact_id].email
        # Most addresses are the same. To bring one into its form takes longer than all the rest.
        if message.rank != Rank.PERSONAL and stored != message.to_address:
            message.to_address = email_key(stored)
            message.to_domain = message.to_address.rpartition("@")[2]


def _contacts(ids: set[UUID]) -> dict[UUID, Contact]:
    rows = Contact.objects.filter(among("id", ids, UUIDField())).only(*_ASKED).prefetch_related(_COMPANY)
    return {contact.pk: contact for contact in rows.order_by()}


@lru_cache(maxsize=65_536)
def _is_free(domain: str) -> bool:
    return is_free_mail(domain)


@lru_cache(maxsize=1024)
def _in_zone(hours: BusinessHours, zone: str) -> BusinessHours:
    return replace(hours, zone=time_zone(zone))


def _standings(messages: Sequence[Message]) -> dict[tuple[str, UUID], Standing]:
    ids: dict[str, set[UUID]] = defaultdict(set)
    for message in messages:
        ids[message.origin_kind].add(message.origin_id)
    return {
        (kind, pk): standing
        for kind, wanted in ids.items()
        for pk, standing in standings(kind, wanted).items()
    }


def _written(contact_ids: set[UUID], now: datetime) -> dict[UUID, datetime]:
    on_their_way = Message.objects.on_their_way().filter(claimed_at__gt=now - DAY)
    rows = on_their_way.filter(among("contact_id", contact_ids, UUIDField()))
    automatic = rows.exclude(rank=Rank.PERSONAL).order_by().values("contact_id")
    return dict(automatic.annotate(last=Max("claimed_at")).values_list("contact_id", "last"))


def _domains(domains: set[str], now: datetime) -> dict[str, list[datetime]]:
    companies = {domain for domain in domains if domain and not _is_free(domain)}
    on_their_way = Message.objects.on_their_way().filter(claimed_at__gt=now - DAY)
    rows = on_their_way.filter(among("to_domain", companies, CharField()))
    found: dict[str, list[datetime]] = defaultdict(list)
    for domain, moment in rows.order_by("claimed_at").values_list("to_domain", "claimed_at"):
        found[domain] += [moment] if moment else []
    return found
