"""The parts of a mail: texts, attachments, reports and calendars, without descending into enclosed mails."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import HeaderParser

from mauntic.delivery.replies.domain.mime.charsets import clean, decoded
from mauntic.delivery.replies.domain.mime.headers import Headers, decoded_words, headers_of
from mauntic.delivery.replies.domain.mime.raw import size_of

MAX_PARTS = 200
MAX_TEXT = 1_000_000
"""Bytes of one text that are decoded."""
MAX_NAME = 200
REPORTS = frozenset(
    {"message/delivery-status", "message/feedback-report", "message/disposition-notification"}
)
TEXTS = frozenset({"text", "multipart"})
"""A multipart without its boundary is one text, in which a person may still read something."""
RETURNED = frozenset({"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a mail, by name and size in bytes; its content stays in the raw mail."""

    name: str
    kind: str
    size: int


@dataclass(slots=True)
class Parts:
    """What was found, in the order of the mail."""

    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    calendars: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    report_kind: str = ""
    report: list[Headers] = field(default_factory=list)
    returned: Headers = field(default_factory=dict)


def parts_of(message: Message) -> Parts:
    """Sort the parts of `message`, at most `MAX_PARTS` of them."""
    found = Parts()
    if message.get_content_type() == "multipart/report":
        found.report_kind = str(message.get_param("report-type") or "").lower()[:MAX_NAME]
    for part in _leaves(message):
        _sort(part, found)
    return found


def _leaves(message: Message) -> Iterator[Message]:
    """Yield parts that hold no others; an enclosed mail is one part."""
    waiting = [message]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if part.get_content_maintype() == "message" or not part.is_multipart():
            yield part
        else:
            waiting += reversed(_children(part))


def _sort(part: Message, found: Parts) -> None:
    kind = part.get_content_type()
    if kind in REPORTS:
        found.report += [headers_of(each) for each in _enclosed(part)]
        found.report_kind = found.report_kind or kind.partition("/")[2]
    elif kind in RETURNED:
        found.returned = found.returned or _returned(part)
    elif kind == "text/calendar":
        found.calendars.append(_text(part))
    elif _is_file(part) or part.get_content_maintype() not in TEXTS:
        found.attachments.append(Attachment(_name(part), kind[:MAX_NAME], _size(part)))
    else:
        (found.htmls if kind == "text/html" else found.texts).append(_text(part))


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _enclosed(part: Message) -> list[Message]:
    """Return the groups of fields of a report; the standard library parses each as a mail."""
    if part.is_multipart():
        return _children(part)
    return [HeaderParser().parsestr(_text(part))]


def _children(part: Message) -> list[Message]:
    payload: object = part.get_payload()
    return (
        [each for each in payload if isinstance(each, Message)][:MAX_PARTS]
        if isinstance(payload, list)
        else []
    )


def _returned(part: Message) -> Headers:
    enclosed = _enclosed(part)
    return headers_of(enclosed[0]) if enclosed else {}


def _name(part: Message) -> str:
    return clean(decoded_words(str(part.get_filename() or ""))).replace("\n", " ")[:MAX_NAME]


def _size(part: Message) -> int:
    part.del_param("charset")  # else the library decodes with whatever codec the mail names
    payload = part.get_payload()
    data = payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""
    return size_of(data, is_base64=str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64")


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    charset = part.get_param("charset")
    name = charset if isinstance(charset, str) else None
    return decoded(data[:MAX_TEXT], name) if isinstance(data, bytes) else ""
