"""Store incoming mails with what they cause: each once, however often it is fetched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from mauntic.delivery.inbox.models import Reply
from mauntic.delivery.inbox.services.bounces import record_bounces
from mauntic.delivery.inbox.services.reading import Read, read_all
from mauntic.delivery.inbox.services.rows import bounce_kind, parked_row, row_of
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.messages.models import Message
from mauntic.delivery.messages.services.unsubscribing import unsubscribe
from mauntic.delivery.replies.domain.classes import Label
from mauntic.delivery.replies.domain.machine import AutoKind
from mauntic.delivery.replies.domain.mime.raw import Parked, digest
from mauntic.delivery.replies.domain.mime.raw import Reason as Unread
from mauntic.delivery.replies.domain.reading import Incoming, read_mail
from mauntic.delivery.replies.domain.statuses import BounceKind
from mauntic.delivery.suppression.models import Reason
from mauntic.delivery.suppression.services import suppress
from mauntic.events.catalog import MessageReplied
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now as present
from mauntic.kernel.db.rows import insert_new

log = structlog.get_logger(__name__)

BROKEN = (DataError, IntegrityError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What a single mail can be guilty of, however odd it is. A database that went away is no fault of a mail."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A mail from a server; `raw` is None if the server does not hand it out."""

    raw: bytes | None
    size: int
    key: str = ""


def receive_safely(*, mailbox: Mailbox, mails: Sequence[Arrived]) -> int:
    """Store mails as `receive` does. One that cannot be stored is shown as unread, and holds up no other.

    Returns: the number of mails that were stored.
    """
    try:
        return receive(mailbox=mailbox, mails=mails)
    except BROKEN:
        log.exception("delivery.mails_not_stored", mailbox=str(mailbox.pk), mails=len(mails))
    if len(mails) > 1:
        return sum(receive_safely(mailbox=mailbox, mails=[each]) for each in mails)
    return park(mailbox=mailbox, mails=mails)


def park(*, mailbox: Mailbox, mails: Sequence[Arrived]) -> int:
    """Store of mails that they could not be read, without looking at them.

    Returns: the number of mails that were stored.
    """
    rows = [parked_row(mailbox, _unreadable(each), present()) for each in mails]
    return len(insert_new(Reply.objects, rows))


@transaction.atomic
def receive(*, mailbox: Mailbox, mails: Sequence[Arrived], now: datetime | None = None) -> int:
    """Store mails that concern us, and record what they cause, in one transaction.

    Private mail of the mailbox, which neither answers us nor comes from a lead, is not stored. A bounce of
    unknown mail and a mail that cannot be read are kept for a person to look at.

    Returns: the number of mails that were stored, which is 0 for mails that were stored before.
    Publishes: `MessageReplied` for answers of people, `MessageBounced`, `MessageUnsubscribed`.
    """
    at = now or present()
    read, parked, raws = _parsed(mails)
    found = [each for each in read_all(mailbox, read, at) if each.concerns_us]
    rows = [row_of(mailbox, each, raws[each.mail.key], at) for each in found]
    stored = insert_new(Reply.objects, [*rows, *(parked_row(mailbox, each, at) for each in parked)])
    new = [each for each, row in zip(found, rows, strict=True) if str(row["id"]) in set(map(str, stored))]
    _record(new, at)
    return len(stored)


def _unreadable(mail: Arrived) -> Parked:
    return Parked(mail.key or digest(mail.raw or b""), Unread.UNREADABLE, mail.size)


def _parsed(mails: Iterable[Arrived]) -> tuple[list[Incoming], list[Parked], dict[str, bytes]]:
    read: dict[str, Incoming] = {}
    parked: list[Parked] = []
    raws: dict[str, bytes] = {}
    for each in mails:
        if each.raw is None:
            parked.append(Parked(each.key, Unread.TOO_LARGE, each.size))
            continue
        mail = read_mail(each.raw)
        if isinstance(mail, Parked):
            parked.append(mail)
        else:
            read.setdefault(mail.key, mail)
            raws.setdefault(mail.key, each.raw)
    return list(read.values()), parked, raws


def _record(new: Sequence[Read], now: datetime) -> None:
    """Record what new mails cause, in sets."""
    human = [each for each in new if each.found.is_human]
    matched = [each.match.message.pk for each in human if each.match]
    Message.objects.filter(pk__in=matched, replied_at=None).update(replied_at=now)
    answered = [message for each in human for message in each.answered]
    publish_many(MessageReplied(contact_id=message.contact_id, message_id=message.pk) for message in answered)
    bounces = [(each.match.message, kind) for each in new if each.match and (kind := _counted_kind(each))]
    record_bounces(bounces, now, source=_("returned mail"))
    _record_refusals(new)


def _counted_kind(read: Read) -> BounceKind | None:
    """Return the kind of a bounce that is recorded.

    A refusal for who we are pauses the mailbox when there are many. One that names no email of ours is
    shown, and may be forged.
    """
    kind = bounce_kind(read)
    is_guess = read.match is not None and read.match.is_guessed
    return None if is_guess and kind == BounceKind.POLICY else kind


def _record_refusals(new: Sequence[Read]) -> None:
    """Record who wants no more email. They are few: each is a person who asked."""
    for each in new:
        if each.found.label == Label.UNSUBSCRIBE:
            _refused(each, _("reply"), Reason.UNSUBSCRIBED if each.about else Reason.ASKED)
        elif each.found.label == Label.COMPLAINT and each.match:
            # A complaint is for good, so only one that names a message of ours counts as one: an address is
            # known to many, and reports are not signed.
            reason = Reason.ASKED if each.match.is_guessed else Reason.COMPLAINED
            _refused(each, _("complaint"), reason)
        elif each.found.kind == AutoKind.LEFT_COMPANY:
            _suppress(each, _("automatic reply"), Reason.LEFT)


def _refused(read: Read, source: str, reason: Reason) -> None:
    """Record that a lead wants no more email, whether or not they got one before.

    The address that it was written from gets none either: it may be imported as another lead.
    """
    if read.about:
        unsubscribe(message=read.about, source=source, reason=reason)
    else:
        _suppress(read, source, reason)
    writer = read.mail.sender
    is_other = bool(writer.domain) and writer.email != read.address
    if is_other and read.found.label == Label.UNSUBSCRIBE and writer.domain not in _own_domains(read):
        suppress(addresses=[writer.email], reason=Reason.ASKED, source=source)


def _own_domains(read: Read) -> set[str]:
    """Return the domains of the organization: a colleague may pass on that a lead wants no more email."""
    return {read.about.mailbox.address.lower().rpartition("@")[2]} if read.about else set()


def _suppress(read: Read, source: str, reason: Reason) -> None:
    if read.contact and read.address:
        contacts = {read.address: read.contact.pk}
        suppress(addresses=[read.address], reason=reason, source=source, contacts=contacts)
