"""Read incoming mails as a set: which of our messages each answers, and what it says."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mauntic.accounts.selectors import business_hours
from mauntic.crm.models import Contact
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.messages.domain.reply_tokens import answered_by
from mauntic.delivery.messages.links import reply_key
from mauntic.delivery.messages.models import Message
from mauntic.delivery.replies.domain.bounces import read_bounce, read_complaint, returned_ids
from mauntic.delivery.replies.domain.classes import Classification, Label, classify
from mauntic.delivery.replies.domain.matching import (
    GUESS_DAYS,
    Candidate,
    Match,
    Sign,
    addressed,
    ids_named,
    match,
)
from mauntic.delivery.replies.domain.reading import Incoming
from mauntic.delivery.replies.domain.text import ReplyText, reply_text
from mauntic.kernel.normalize import email_key

SATURDAY = 5
REPORTS = frozenset({Label.BOUNCE, Label.COMPLAINT})
"""Classes that are about mail from here, even if nobody knows which."""


@dataclass(frozen=True, slots=True)
class Read:
    """A mail with what was found about it. `contact` is None if no lead is concerned.

    `contact` is the lead who wrote, also in the thread of another one; else the one whose message it answers.
    `latest` is the last message that this lead got of late, if the mail answers none of theirs: who writes
    anew instead of answering has replied as well, and is not written to as if they had not.
    """

    mail: Incoming
    match: Match[Message] | None
    contact: Contact | None
    words: ReplyText
    found: Classification
    latest: Message | None = None

    @property
    def is_known(self) -> bool:
        """Whether it answers a message of ours or comes from a lead."""
        return self.match is not None or self.contact is not None

    @property
    def concerns_us(self) -> bool:
        """Whether it is stored. Other mail of a mailbox is private."""
        return self.is_known or self.found.label in REPORTS

    @property
    def about(self) -> Message | None:
        """The message of the lead that the mail is from or about."""
        return self.match.message if self.match and not self.is_of_other_lead else self.latest

    @property
    def answered(self) -> list[Message]:
        """The messages that a person replied to by it: in the thread of another lead, one of each."""
        found = (self.match.message if self.match else None, self.about)
        return list(dict.fromkeys(each for each in found if each))

    @property
    def is_of_other_lead(self) -> bool:
        """Whether a lead wrote it in the thread of another one."""
        return bool(self.match and self.contact and self.match.message.contact_id != self.contact.pk)

    @property
    def address(self) -> str:
        """The address of the lead that the mail is from or about; empty without a lead."""
        own = self.match.message.to_address if self.match and not self.is_of_other_lead else ""
        return own or email_key(_email(self.contact))


def read_all(mailbox: Mailbox, mails: Sequence[Incoming], now: datetime) -> list[Read]:
    """Return what incoming mails say, in a constant number of queries. Mails that we sent are left out."""
    known = _Known(mails, now)
    foreign = [mail for mail in mails if not known.is_ours(mail, mailbox)]
    is_working_day = _working_days()
    return [_read(mail, known, now, is_working_day) for mail in foreign]


class _Known:
    """What the database knows of a set of mails: our messages that they name, and their senders."""

    def __init__(self, mails: Sequence[Incoming], now: datetime) -> None:
        returned = {mail.key: returned_ids(mail) for mail in mails}
        named = {each for mail in mails for each in ids_named(mail, returned[mail.key])}
        own = {mail.message_id for mail in mails if mail.message_id}
        self.about = {mail.key: _reported(mail) for mail in mails}
        reported = {each for found in self.about.values() for each in found if each}
        senders = {mail.sender.email for mail in mails if mail.sender.email} | reported
        self.returned = returned
        self.by_id = _by_header(named | own)
        self.by_token = _by_address({each for mail in mails for each in addressed(mail)})
        self.sent_to = _sent_to(senders, now - timedelta(days=GUESS_DAYS))
        self.contacts = {
            email_key(contact.email): contact for contact in Contact.objects.with_emails(senders)
        }

    def is_ours(self, mail: Incoming, mailbox: Mailbox) -> bool:
        """Whether we sent it: a copy of a message, or anything from the mailbox itself."""
        return mail.message_id in self.by_id or mail.sender.email == email_key(mailbox.address)

    def latest_to(self, contact: Contact | None) -> Message | None:
        """Return the last message to the address of a contact, within the days of a guess."""
        sent = self.sent_to.get(email_key(_email(contact)), ())
        return next(
            (each.message for each in sent if contact and each.message.contact_id == contact.pk), None
        )


def _read(mail: Incoming, known: _Known, now: datetime, is_working_day: Callable[[date], bool]) -> Read:
    found = match(
        mail,
        by_token=known.by_token,
        by_id=known.by_id,
        candidates=known.sent_to.get(mail.sender.email, ()),
        returned_ids=known.returned[mail.key],
        now=now,
    )
    is_report = bool(known.about[mail.key])
    if is_report and (found is None or found.is_guessed):
        # Reports are about somebody else than their sender, who is forged in many of them.
        found = _of_recipient(known.about[mail.key], known)
    writer = None if is_report else known.contacts.get(mail.sender.email)
    contact = writer or (found.message.contact if found else known.contacts.get(mail.sender.email))
    sent = [found.message.sent_text] if found else []
    words = reply_text(text=mail.text, html=mail.html, sent=sent)
    today = (mail.sent_at or now).date()
    return Read(
        mail=mail,
        match=found,
        contact=contact,
        words=words,
        found=classify(mail, words, today=today, is_working_day=is_working_day),
        latest=known.latest_to(contact) if found is None or found.message.contact != contact else None,
    )


def _email(contact: Contact | None) -> str:
    return contact.email if contact else ""


def _of_recipient(addresses: Iterable[str], known: _Known) -> Match[Message] | None:
    """Match a report that names no id by the address that it is about: the newest message to it."""
    candidates = [candidate for email in addresses for candidate in known.sent_to.get(email, ())]
    return Match(candidates[0].message, Sign.GUESSED) if candidates else None


def _by_header(ids: Iterable[str]) -> dict[str, Message]:
    rows = Message.objects.select_related("contact").filter(header_id__in=[f"<{each}>" for each in ids])
    return {row.header_id.strip("<>"): row for row in rows}


def _by_address(addresses: Iterable[str]) -> dict[str, Message]:
    """Return the messages whose token an address carries, by the address. Forged tokens name none."""
    key = reply_key()
    ids = {address: pk for address in addresses if (pk := answered_by(address, key))}
    rows = Message.objects.select_related("contact").in_bulk(ids.values()) if ids else {}
    return {address: rows[pk] for address, pk in ids.items() if pk in rows}


def _sent_to(addresses: Iterable[str], since: datetime) -> Mapping[str, list[Candidate[Message]]]:
    rows = Message.objects.on_their_way().select_related("contact").filter(to_address__in=list(addresses))
    found: dict[str, list[Candidate[Message]]] = {}
    for row in rows.filter(claimed_at__gt=since).order_by("-claimed_at"):
        candidate = Candidate(row, row.to_address, row.sent_subject, row.claimed_at or row.created_at)
        found.setdefault(row.to_address, []).append(candidate)
    return found


def _reported(mail: Incoming) -> tuple[str, ...]:
    """Return the addresses that a bounce or complaint is about; an empty one if it hides them."""
    complainer = read_complaint(mail)
    if complainer is not None:
        return (complainer,)
    bounce = read_bounce(mail)
    return tuple(failure.email for failure in bounce.failures) if bounce else ()


def _working_days() -> Callable[[date], bool]:
    closed = business_hours().closed_on
    return lambda day: day.weekday() < SATURDAY and day not in closed
