"""The bytes of a message: text and HTML, the headers of its thread and of unsubscribing."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.charset import QP, Charset
from email.headerregistry import HeaderRegistry
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP, compat32
from email.utils import format_datetime
from functools import cache, lru_cache

import css_inline

from mauntic.delivery.mailboxes.domain.headers import address_line
from mauntic.delivery.messages.domain.letters import as_html

_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
# The registry encodes what people wrote.
_HEADERS = HeaderRegistry()
_LINES = compat32.clone(linesep="\r\n", mangle_from_=False)
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP
# No quoted-printable text holds it: there, two hexadecimal digits follow each equals sign (RFC 2045, 6.7).
_BOUNDARY = "=_alternative"
_MARK = "text-of-the-part"
# Texts that fit on one line as they are, which the registry would take a tenth of a millisecond to find out.
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
_PLAIN_LENGTH = 60
_STYLE = "p { margin: 0 0 1em; } body { font-family: Arial, sans-serif; font-size: 14px; color: #1f2933; }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message as it leaves.

    Args:
        sender: address, with `sender_name`.
        recipient: address.
        header_id: the Message-ID, with its angle brackets.
        reply_to: where answers go; empty for the sender.
        unsubscribe: where a person or their mail program unsubscribes; empty in personal messages.
        is_automatic_answer: whether a machine answers a mail: other machines then do not answer (RFC 3834).
            The emails of sequences say nothing, since an automatic reply tells that the lead is away.
        links: addresses that replace others in the HTML, for counting clicks.
        pixel: the address of the picture that counts opens; empty for none.
    """

    sender: str
    sender_name: str
    recipient: str
    subject: str
    text: str
    header_id: str
    in_reply_to: str = ""
    references: str = ""
    reply_to: str = ""
    unsubscribe: str = ""
    unsubscribe_words: str = ""
    is_automatic_answer: bool = False
    links: Mapping[str, str] = field(default_factory=dict)
    pixel: str = ""


def as_bytes(letter: Outgoing, now: datetime) -> bytes:
    """Return the message with CRLF line ends, as mail servers take it."""
    before, between, after = _frame()
    lines = (
        *(*_encoded(letter), *_unfolded(letter, now)),
        *(before, _quoted(_text(letter)), between, _quoted(_html(letter)), after),
    )
    return "".join(lines).encode("ascii", "ignore")


@cache
def _frame() -> Sequence[str]:
    """Return what stands before, between and after the two texts: the same in all messages.

    To let the library write it for each message takes five times as long as all the rest.
    """
    body = MIMEMultipart("alternative", _BOUNDARY, policy=_LINES)
    for subtype in ("plain", "html"):
        part = MIMEText(_MARK, subtype, _UTF8, policy=_LINES)  # type: ignore[arg-type] # takes a Charset, too
        body.attach(part)
    return body.as_bytes().decode("ascii").split(_MARK)


def _quoted(text: str) -> str:
    return _UTF8.body_encode(text.encode()).replace("\n", "\r\n")


def _encoded(letter: Outgoing) -> Iterator[str]:
    """Yield the headers that people read, of any characters, encoded and folded."""
    yield _sender_line(letter.sender_name, letter.sender)
    yield address_line("To", "", letter.recipient)
    if letter.reply_to:
        yield address_line("Reply-To", letter.sender_name, letter.reply_to)
    yield _line("Subject", letter.subject)


def _unfolded(letter: Outgoing, now: datetime) -> Iterator[str]:
    """Yield the headers that nobody decodes: the header factory would encode long ones."""
    headers = {"Date": format_datetime(now), "Message-ID": letter.header_id}
    if letter.in_reply_to:
        headers["In-Reply-To"] = letter.in_reply_to
        headers["References"] = letter.references or letter.in_reply_to
    if letter.unsubscribe:
        # RFC 8058: mail programs send this POST without asking, and without cookies.
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if letter.is_automatic_answer:
        headers["Auto-Submitted"] = "auto-replied"
    for name, value in headers.items():
        # Each reference goes on a line of its own; the words of a date stay together.
        between = "\r\n " if name == "References" else " "
        yield f"{name}: {between.join(value.split())}\r\n"


def _line(name: str, value: str) -> str:
    if len(value) <= _PLAIN_LENGTH and _PLAIN.fullmatch(value) and "=?" not in value:
        return f"{name}: {value}\r\n"
    header: str = _HEADERS(name, value).fold(policy=SMTP)
    return header


@lru_cache(maxsize=1_000)
def _sender_line(name: str, address: str) -> str:
    """Return the line that all messages of a mailbox share."""
    return address_line("From", name, address)


def _text(letter: Outgoing) -> str:
    footer = f"\n\n{letter.unsubscribe_words}: {letter.unsubscribe}" if letter.unsubscribe else ""
    return f"{letter.text.rstrip()}{footer}\n"


def _html(letter: Outgoing) -> str:
    body = as_html(letter.text)
    for address, counted in letter.links.items():
        body = body.replace(f'href="{html.escape(address)}"', f'href="{counted}"')
    if letter.unsubscribe:
        body += f'\n<p><a href="{letter.unsubscribe}">{letter.unsubscribe_words}</a></p>'
    if letter.pixel:
        body += f'\n<img src="{letter.pixel}" alt="" width="1" height="1">'
    page = f"<html><head><style>{_STYLE}</style></head><body>\n{body}\n</body></html>"
    return _INLINER.inline(page)
