"""Incoming mails as rows: with what was found about them, or with the reason why a person looks at them."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from mauntic.delivery.inbox.models import Reply, ReplyClass
from mauntic.delivery.inbox.services.reading import Read
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.messages.models import Message
from mauntic.delivery.replies.domain.bounces import Failure
from mauntic.delivery.replies.domain.matching import Sign
from mauntic.delivery.replies.domain.mime.raw import Parked, Reason, without_attachments
from mauntic.delivery.replies.domain.statuses import BounceKind
from mauntic.kernel import display
from mauntic.kernel.ids import new_id

MOST_RAW = 1_000_000
LONGEST_TEXT = 20_000


def row_of(mailbox: Mailbox, read: Read, raw: bytes, now: datetime) -> dict[str, object]:
    """Return a mail as a row. The whole mail is kept, without attachments, if it is of a lead."""
    mail, found = read.mail, read.found
    kept = without_attachments(raw)
    return {
        **_empty(mailbox, mail.key, now),
        "header_id": mail.message_id[:1000],
        "references": " ".join(mail.references)[:20_000],
        "contact_id": read.contact.pk if read.contact else None,
        "message_id": read.match.message.pk if read.match else None,
        "sign": read.match.sign.value if read.match else "",
        "sender_address": mail.sender.email[:254],
        "sender_name": mail.sender.name[:200],
        "subject": mail.subject[:500],
        "text": read.words.text[:LONGEST_TEXT],
        "raw": Reply._meta.get_field("raw").get_prep_value(  # noqa: SLF001 (documented API of Django)
            kept.decode("latin-1") if read.is_known and len(kept) <= MOST_RAW else None
        ),
        "label": found.label.value,
        "found_label": found.label.value,
        "kind": str(bounce_kind(read) or found.kind)[:30],
        "sentiment": found.sentiment.value,
        "signals": [each[:60] for each in found.signals],
        "is_human": found.is_human,
        "referral": found.referral[:254],
        "away_until": found.away.resume if found.away else None,
        "arrived_at": min(mail.sent_at or now, now),
    }


def event_row(
    mailbox: Mailbox,
    message: Message,
    *,
    key: str,
    label: ReplyClass,
    kind: str,
    words: str,
    now: datetime,
) -> dict[str, object]:
    """Return a bounce or complaint of which an e-mail service tells as a row, as if it had come by mail."""
    return {
        **_empty(mailbox, key, now),
        "contact_id": message.contact_id,
        "message_id": message.pk,
        "sign": Sign.TOKEN.value,
        "sender_name": mailbox.get_kind_display(),
        "subject": message.sent_subject,
        "text": words[:LONGEST_TEXT],
        "label": label.value,
        "found_label": label.value,
        "kind": kind,
    }


def parked_row(mailbox: Mailbox, parked: Parked, now: datetime) -> dict[str, object]:
    """Return a mail that could not be read as a row that says why."""
    text = _("An email of {size} bytes was not read: {reason}. Open it in the mailbox.").format(
        size=display.number(parked.size), reason=_reasons()[parked.reason]
    )
    return {**_empty(mailbox, parked.key, now), "kind": parked.reason.value, "text": text}


def _reasons() -> Mapping[Reason, str]:
    return {
        Reason.TOO_LARGE: _("it is too large"),
        Reason.HEADERS_TOO_LARGE: _("its headers are too large"),
        Reason.TOO_MANY_PARTS: _("it has too many parts"),
        Reason.UNREADABLE: _("its format is broken"),
    }


def _empty(mailbox: Mailbox, key: str, now: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "mailbox_id": mailbox.pk,
        "key": key[:1000],
        "header_id": "",
        "references": "",
        "contact_id": None,
        "message_id": None,
        "sign": "",
        "sender_address": "",
        "sender_name": "",
        "subject": "",
        "text": "",
        "raw": None,
        "label": ReplyClass.PARKED.value,
        "found_label": ReplyClass.PARKED.value,
        "kind": "",
        "sentiment": "",
        "signals": [],
        "is_human": False,
        "referral": "",
        "away_until": None,
        "arrived_at": now,
        "stored_at": now,
    }


def bounce_kind(read: Read) -> BounceKind | None:
    """Return the kind of a bounce; None if it is none. A delay whose server gave up never arrived: soft.

    An address that we did not write to is one that the lead forwards to. It may be dead, and the lead's is
    not: that is soft, and counts as hard when it happens again and again.
    """
    bounce = read.found.bounce
    if bounce is None or bounce.kind is None:
        return None
    failure = next((each for each in bounce.failures if each.email == read.address), bounce.failures[0])
    if failure.kind == BounceKind.DELAYED:
        return BounceKind.SOFT if failure.is_final else BounceKind.DELAYED
    is_hard = failure.kind == BounceKind.HARD
    return BounceKind.SOFT if is_hard and _is_forwarded(read, failure) else failure.kind


def _is_forwarded(read: Read, failure: Failure) -> bool:
    """Tell a failure at another domain. Within one, the address behind an alias is that of the lead."""
    is_told = bool(read.mail.report and read.mail.report.groups and failure.email and read.match)
    return is_told and _domain(failure.email) != _domain(read.address)


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
