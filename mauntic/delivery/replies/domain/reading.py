"""Raw mail read into a frozen record: whatever arrives is read within a second, or parked with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from mauntic.delivery.replies.domain.mime.daemons import is_daemon
from mauntic.delivery.replies.domain.mime.headers import (
    Address,
    Headers,
    addresses,
    decoded_words,
    first,
    headers_of,
    ids,
    moment,
)
from mauntic.delivery.replies.domain.mime.parts import REPORTS, Attachment, Parts, parts_of
from mauntic.delivery.replies.domain.mime.raw import (
    Parked,
    Reason,
    digest,
    part_refusal,
    refusal,
    without_attachments,
)

ENVELOPE = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to", "x-rcpt-to")
NOBODY = Address("")
REPORTING = REPORTS | {"multipart/report"}


@dataclass(frozen=True, slots=True)
class Report:
    """A machine's account of a mail (RFC 3464, 5965, 8098): its kind, and a group of fields per recipient."""

    kind: str
    groups: tuple[Headers, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail as it arrived.

    `key` is the Message-ID, else a hash of the raw mail: it is the same each time that the mail is
    fetched. Ids come without brackets, addresses in lower case, times in UTC. `returned` holds the
    headers of an enclosed mail, which in a bounce is ours.
    """

    key: str
    size: int
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sent_at: datetime | None = None
    subject: str = ""
    sender: Address = NOBODY
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    headers: Headers = field(default_factory=dict)
    text: str = ""
    html: str = ""
    calendars: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    report: Report | None = None
    returned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_mail(raw: bytes) -> Incoming | Parked:
    """Read a mail.

    Args:
        raw: the bytes as they came from the server.

    Returns:
        The mail, or `Parked` with the reason why a person must look at it.
    """
    reason = refusal(raw)
    cut = b"" if reason else without_attachments(raw)
    reason = reason or part_refusal(cut)
    if reason:
        return Parked(digest(raw), reason, len(raw))
    try:
        message = BytesParser(policy=compat32).parsebytes(cut)
        return _incoming(message, raw)
    except (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError):
        # The standard library fails on some broken mails, in ways that differ by release.
        return Parked(digest(raw), Reason.UNREADABLE, len(raw))


def _incoming(message: Message, raw: bytes) -> Incoming:
    headers = headers_of(message)
    parts = parts_of(message)
    message_id = next(iter(ids(first(headers, "message-id"))), "")
    sender = next(iter(addresses(headers.get("from", ())[:1])), NOBODY)
    # A person may attach a report that they got themselves: theirs is about us only if it is the whole mail.
    is_reporting = message.get_content_type() in REPORTING or is_daemon(sender.email, headers)
    return Incoming(
        key=message_id or digest(raw),
        size=len(raw),
        message_id=message_id,
        in_reply_to=ids(first(headers, "in-reply-to")),
        references=ids(first(headers, "references")),
        sent_at=moment(first(headers, "date")),
        subject=decoded_words(first(headers, "subject")),
        sender=sender,
        reply_to=addresses(headers.get("reply-to", ())),
        to=addresses(headers.get("to", ())),
        cc=addresses(headers.get("cc", ())),
        delivered_to=_envelope(headers),
        headers=headers,
        text="\n".join(filter(str.strip, parts.texts)),
        html="\n".join(filter(str.strip, parts.htmls)),
        calendars=tuple(parts.calendars),
        attachments=tuple(parts.attachments),
        report=_report(parts) if is_reporting else None,
        returned=parts.returned,
    )


def _envelope(headers: Headers) -> tuple[str, ...]:
    values = [value for name in ENVELOPE for value in headers.get(name, ())]
    return tuple(each.email for each in addresses(values))


def _report(parts: Parts) -> Report | None:
    if not parts.report_kind and not parts.report:
        return None
    return Report(parts.report_kind, tuple(parts.report))
