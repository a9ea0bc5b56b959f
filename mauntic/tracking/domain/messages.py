"""Messages in the shape of the Segment tracking API: what they may hold, and what is wrong with others.

Each message of a batch is read on its own, so that one that is wrong loses none of the others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import msgspec

from mauntic.kernel.normalize import clean_email

MessageType = Literal["identify", "track", "page", "screen", "group", "alias"]
TYPES: tuple[str, ...] = get_args(MessageType)

MAX_MESSAGE_BYTES = 32 * 1024
MAX_ID_LETTERS = 255
MAX_MESSAGE_ID_LETTERS = 100
MAX_EVENT_LETTERS = 200
SHOWN_BYTES = 1000

Id = str | int | None


class Page(msgspec.Struct):
    """The page that a message was sent from."""

    url: str | None = None
    path: str | None = None
    title: str | None = None
    referrer: str | None = None


class Context(msgspec.Struct, rename="camel"):
    """What a client adds to a message without being told."""

    page: Page | None = None
    user_agent: str | None = None
    consent: dict[str, Any] | None = None


class Message(msgspec.Struct, rename="camel", kw_only=True):
    """One message, as it was sent."""

    type: MessageType | None = None
    user_id: Id = None
    anonymous_id: Id = None
    previous_id: Id = None
    group_id: Id = None
    message_id: str | None = None
    event: str | None = None
    name: str | None = None
    timestamp: Any = None
    original_timestamp: Any = None
    sent_at: Any = None
    properties: dict[str, Any] | None = None
    traits: dict[str, Any] | None = None
    context: Context | None = None

    @property
    def user(self) -> str:
        """The product's own id of the person, empty when it has none."""
        return "" if self.user_id is None else str(self.user_id).strip()

    @property
    def browser(self) -> str:
        """What the browser calls itself, empty for what a server tells."""
        return "" if self.anonymous_id is None else str(self.anonymous_id).strip()

    @property
    def page(self) -> Page:
        """The page that it was sent from; an empty one when it was none."""
        return (self.context and self.context.page) or Page()

    def said(self, name: str) -> str:
        """A property as text, empty when it is missing or no text."""
        value = (self.properties or {}).get(name)
        return value if isinstance(value, str) else ""


class Envelope(msgspec.Struct, rename="camel"):
    """What holds for every message of a request."""

    write_key: str = ""
    sent_at: Any = None
    context: Context | None = None
    batch: list[msgspec.Raw] | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A message that is not taken: its place in the batch, why, and how it begins."""

    index: int
    reason: str
    message_id: str = ""
    body: str = ""


@dataclass(slots=True)
class Read:
    """The messages of a request with their places in it, and those that are wrong."""

    messages: list[tuple[int, Message]] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)


TOO_DEEP = "The JSON is nested too deeply."
_envelopes = msgspec.json.Decoder(Envelope)
_messages = msgspec.json.Decoder(Message)


def read_envelope(body: bytes) -> Envelope:
    """The envelope of a request; `ValueError` says what is wrong with the JSON, and where."""
    try:
        return _envelopes.decode(body)
    except RecursionError:
        raise ValueError(TOO_DEEP) from None


def read_messages(raw: Iterable[bytes | msgspec.Raw], *, envelope: Envelope, kind: str = "") -> Read:
    """The messages of a request. `kind` is their type where the address says it (`/v1/track`)."""
    read = Read()
    for index, one in enumerate(raw):
        try:
            message = _read(one, kind)
        except ValueError as error:  # of msgspec, or a sentence of `_read`
            read.rejections.append(rejection(index, one, str(error)))
        except RecursionError:
            read.rejections.append(rejection(index, one, TOO_DEEP))
        else:
            message.context = message.context or envelope.context
            message.sent_at = message.sent_at or envelope.sent_at
            read.messages.append((index, message))
    return read


def rejection(index: int, raw: bytes | msgspec.Raw, reason: str) -> Rejection:
    """Why a message, as it came, is not taken."""
    body = bytes(memoryview(raw)[:SHOWN_BYTES]).decode(errors="replace")
    return Rejection(index=index, reason=reason, body=body)


def _read(raw: bytes | msgspec.Raw, kind: str) -> Message:
    size = memoryview(raw).nbytes
    if size > MAX_MESSAGE_BYTES:
        raise ValueError(f"The message has {size:,} bytes; at most {MAX_MESSAGE_BYTES:,} are taken.")
    message = _messages.decode(raw)
    if kind:
        message.type = kind  # type: ignore[assignment]  # one of TYPES, from the address
    if problem := _problem(message):
        raise ValueError(problem)
    return message


def _problem(message: Message) -> str:
    return _missing(message) or _too_long(message) or _no_address(message)


def _missing(message: Message) -> str:
    if message.type is None:
        return f"type: Say what it is, one of {', '.join(TYPES)}."
    if message.type == "alias":
        known = message.user and message.previous_id not in (None, "")
        return "" if known else "An alias needs previousId and userId."
    if not message.user and not message.browser:
        return "Give userId or anonymousId: without both nobody can tell whose this is."
    if message.type == "track" and not (message.event or "").strip():
        return "event: A track message needs the name of what was done."
    if message.type == "group" and message.group_id in (None, ""):
        return "groupId: A group message needs the id of the group."
    return ""


def _too_long(message: Message) -> str:
    limits: Sequence[tuple[str, object, int]] = (
        ("userId", message.user_id, MAX_ID_LETTERS),
        ("anonymousId", message.anonymous_id, MAX_ID_LETTERS),
        ("previousId", message.previous_id, MAX_ID_LETTERS),
        ("messageId", message.message_id, MAX_MESSAGE_ID_LETTERS),
        ("event", message.event, MAX_EVENT_LETTERS),
    )
    for name, value, limit in limits:
        # A number may be an id, too.
        if value is not None and (letters := len(str(value))) > limit:
            return f"{name}: At most {limit} characters fit; this has {letters:,}."
    return ""


def _no_address(message: Message) -> str:
    email = (message.traits or {}).get("email") if message.type == "identify" else None
    if not email or (isinstance(email, str) and clean_email(email)):
        return ""
    return f"traits.email: “{str(email)[:60]}” is not an e-mail address; it should read name@company.com."
