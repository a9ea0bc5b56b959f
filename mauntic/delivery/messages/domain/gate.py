"""The gate: whether a message may go now. One order of questions for all senders."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from mauntic.delivery.mailboxes.domain.pace import DAY, HOUR, Pace, free_at, gap_ends, used
from mauntic.delivery.messages.domain.holds import GO, Decision, Hold
from mauntic.kernel.time.business_hours import AROUND_THE_CLOCK, BusinessHours

INBOX_FRESH = timedelta(minutes=10)
"""A follow-up goes only while the inbox was read within this time: an answer may have come."""
MOST_TURNS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The mailbox of a message, as it is now.

    Args:
        name: how it is called in sentences.
        pace: its limits.
        sent: when it sent in the last 24 hours, in ascending order.
        hours: when it works.
        paused: why it sends nothing; empty if it sends.
        paused_until: when it goes on by itself, if it does.
        is_off: whether it sends nothing at all; a pause lets what a person wrote go.
        unproven: its domain, if SPF and DMARC have been missing for too long; else empty.
        reads: whether it reads its inbox at all.
        read_at: when it last read it.
    """

    name: str
    pace: Pace
    sent: Sequence[datetime] = ()
    hours: BusinessHours = AROUND_THE_CLOCK
    paused: str = ""
    paused_until: datetime | None = None
    is_off: bool = False
    unproven: str = ""
    reads: bool = True
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What the message comes from: a sequence, a journey, a campaign.

    Args:
        name: how it is called in sentences.
        is_on: whether it sends at present.
        ended: why it will not send this message any more; empty if it may.
        colleague: who of the same company replied, if that makes this message wait.
    """

    name: str = ""
    is_on: bool = True
    ended: str = ""
    colleague: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """The person who gets the message.

    Args:
        name: of the lead.
        address: empty if there is none.
        suppressed: why the address must not get email; empty if it may.
        hours: the send window, in the person's own zone.
        written_at: when the last automatic message went to them.
        domain: of the address; empty for free mail, which no domain or company limit counts.
        domain_sent: when the organization wrote to the domain in the last 24 hours, ascending.
        company: its name.
        company_active: how many other people of the company are being written to.
    """

    name: str = ""
    address: str = ""
    suppressed: str = ""
    hours: BusinessHours = AROUND_THE_CLOCK
    written_at: datetime | None = None
    domain: str = ""
    domain_sent: Sequence[datetime] = ()
    company: str = ""
    company_active: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything the gate looks at.

    Args:
        message_id: gives the jitter.
        is_personal: a person wrote it to this one lead: nothing that paces automatic mail holds it.
        missing: names of the values that the text needs and the lead does not have.
        per_domain: the limit of emails to one domain in 24 hours; 0 for none.
        per_company: the limit of people of one company at a time; 0 for none.
    """

    message_id: UUID
    sender: Sender
    recipient: Recipient
    origin: Origin = field(default_factory=Origin)
    is_personal: bool = False
    missing: Sequence[str] = ()
    per_domain: int = 0
    per_company: int = 0


def decide(facts: Facts, now: datetime) -> Decision:
    """Return whether the message may go at `now`; if not, the first reason in the order of `Hold`."""
    questions = _OF_ALL if facts.is_personal else _OF_AUTOMATIC
    return next((found for ask in questions if (found := ask(facts, now))), GO)


def window_opens(hours: Sequence[BusinessHours], now: datetime) -> datetime | None:
    """Return the first moment from `now` on at which all calendars are open, or None if there is none."""
    moment = now
    for _turn in range(MOST_TURNS):
        later = moment
        for each in hours:
            later = each.opens(later)
        if later == moment:
            return moment
        moment = later
    return None


def _origin_off(facts: Facts, _now: datetime) -> Decision | None:
    return None if facts.origin.is_on else Decision(Hold.ORIGIN_OFF, None, {"name": facts.origin.name})


def _origin_ended(facts: Facts, _now: datetime) -> Decision | None:
    ended = facts.origin.ended
    return Decision(Hold.ORIGIN_ENDED, None, {"reason": ended}) if ended else None


def _no_address(facts: Facts, _now: datetime) -> Decision | None:
    person = facts.recipient
    return None if person.address else Decision(Hold.NO_ADDRESS, None, {"name": person.name})


def _suppressed(facts: Facts, _now: datetime) -> Decision | None:
    person = facts.recipient
    if not person.suppressed:
        return None
    return Decision(Hold.SUPPRESSED, None, {"address": person.address, "reason": person.suppressed})


def _colleague(facts: Facts, _now: datetime) -> Decision | None:
    name = facts.origin.colleague
    return Decision(Hold.COLLEAGUE_REPLIED, None, {"name": name}) if name else None


def _inbox(facts: Facts, now: datetime) -> Decision | None:
    sender = facts.sender
    if not sender.reads or (sender.read_at and now - sender.read_at <= INBOX_FRESH):
        return None
    since = sender.read_at.isoformat() if sender.read_at else ""
    return Decision(Hold.INBOX_UNREAD, None, {"mailbox": sender.name, "since": since})


def _window(facts: Facts, now: datetime) -> Decision | None:
    opens = window_opens([facts.recipient.hours, facts.sender.hours], now)
    if opens == now:
        return None
    whose = "contact" if facts.recipient.hours.opens(now) != now else "mailbox"
    zone = facts.recipient.hours.zone.key
    return Decision(Hold.OUTSIDE_WINDOW, opens, {"whose": whose, "zone": zone, "mailbox": facts.sender.name})


def _mailbox_paused(facts: Facts, now: datetime) -> Decision | None:
    sender = facts.sender
    if not sender.paused or (sender.paused_until and sender.paused_until <= now):
        return None
    return Decision(
        Hold.MAILBOX_PAUSED, sender.paused_until, {"mailbox": sender.name, "reason": sender.paused}
    )


def _mailbox_off(facts: Facts, now: datetime) -> Decision | None:
    return _mailbox_paused(facts, now) if facts.sender.is_off else None


def _domain_unproven(facts: Facts, _now: datetime) -> Decision | None:
    domain = facts.sender.unproven
    return Decision(Hold.DOMAIN_UNPROVEN, None, {"domain": domain}) if domain else None


def _daily(facts: Facts, now: datetime) -> Decision | None:
    sender = facts.sender
    limit = sender.pace.daily_limit(now.astimezone(sender.hours.zone).date())
    return _over(Hold.DAILY_LIMIT, sender.sent, limit, DAY, now)


def _hourly(facts: Facts, now: datetime) -> Decision | None:
    return _over(Hold.HOURLY_LIMIT, facts.sender.sent, facts.sender.pace.per_hour, HOUR, now)


def _gap(facts: Facts, now: datetime) -> Decision | None:
    sender = facts.sender
    if not sender.sent:
        return None
    ends = gap_ends(sender.sent[-1], sender.pace.gap, facts.message_id)
    return Decision(Hold.GAP, ends, {"mailbox": sender.name}) if ends > now else None


def _domain(facts: Facts, now: datetime) -> Decision | None:
    person = facts.recipient
    if not facts.per_domain or not person.domain:
        return None
    over = _over(Hold.DOMAIN_LIMIT, person.domain_sent, facts.per_domain, DAY, now)
    return over and replace(over, facts={**over.facts, "domain": person.domain})


def _company(facts: Facts, _now: datetime) -> Decision | None:
    person, limit = facts.recipient, facts.per_company
    if not limit or not person.company or person.company_active < limit:
        return None
    known: dict[str, str | int] = {"company": person.company, "used": person.company_active, "limit": limit}
    return Decision(Hold.COMPANY_LIMIT, None, known)


def _one_a_day(facts: Facts, now: datetime) -> Decision | None:
    last = facts.recipient.written_at
    return Decision(Hold.ONE_A_DAY, last + DAY) if last and last + DAY > now else None


def _missing(facts: Facts, _now: datetime) -> Decision | None:
    return Decision(Hold.MISSING_VALUE, None, {"names": ", ".join(facts.missing)}) if facts.missing else None


def _over(
    hold: Hold, sent: Sequence[datetime], limit: int, span: timedelta, now: datetime
) -> Decision | None:
    count = used(sent, now, span)
    if count < limit:
        return None
    return Decision(hold, free_at(sent, limit, span), {"used": count, "limit": limit})


Question = Callable[[Facts, datetime], Decision | None]
_OF_AUTOMATIC: Sequence[Question] = (
    _origin_off,
    _origin_ended,
    _no_address,
    _suppressed,
    _colleague,
    _inbox,
    _window,
    _mailbox_paused,
    _domain_unproven,
    _daily,
    _hourly,
    _gap,
    _domain,
    _company,
    _one_a_day,
    _missing,
)
# A person who answers a lead is not held by what paces automatic mail.
_OF_ALL: Sequence[Question] = (_origin_ended, _no_address, _suppressed, _mailbox_off, _daily, _missing)
