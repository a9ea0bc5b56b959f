"""Read and check messages of the Segment tracking API.

Each message of a batch is read on its own, so that an invalid one does not affect the others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, Self, TypeVar, get_args

import msgspec

from mauntic.kernel.display import number
from mauntic.kernel.normalize import clean_email
from mauntic.kernel.translation import gettext as _
from mauntic.kernel.translation import gettext_lazy
from mauntic.kernel.values.json_values import problem_of
from mauntic.tracking.visitors.domain.names import LONGEST_ID, name_of, text_of
from mauntic.tracking.visits.domain.mending import mended
from mauntic.tracking.visits.domain.shape_words import in_words

MessageType = Literal["identify", "track", "page", "screen", "group", "alias"]
TYPES: tuple[str, ...] = get_args(MessageType)

MAX_MESSAGE_BYTES = 32 * 1024
MAX_MESSAGE_ID_LETTERS = 100
MAX_EVENT_LETTERS = 200
SHOWN_BYTES = 1000

# Clients send numbers as names and ids. They are read as text.
Text = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Page:
    """The page from which a message was sent. Values of other types are ignored."""

    url: str = ""
    path: str = ""
    title: str = ""
    referrer: str = ""

    @classmethod
    def of(cls, value: object) -> Self:
        """Return the page of the context of a message."""
        page = value if isinstance(value, dict) else {}
        return cls(*(text_of(page.get(name)) for name in ("url", "path", "title", "referrer")))


class Message(msgspec.Struct, rename="camel", kw_only=True, dict=True):
    """A message as it was sent. Ids and consent are read often, and so cached."""

    type: MessageType | None = None
    user_id: Text = None
    anonymous_id: Text = None
    previous_id: Text = None
    group_id: Text = None
    message_id: Text = None
    event: Text = None
    name: Text = None
    timestamp: Any = None
    original_timestamp: Any = None
    sent_at: Any = None
    # Objects, or what the language of the client writes for an empty one: see `_no_object`.
    properties: Any = None
    traits: Any = None
    context: Any = None

    @cached_property
    def user(self) -> str:
        """Return the product's id of the person, or an empty text."""
        return name_of(self.user_id)

    @cached_property
    def browser(self) -> str:
        """Return the id of the browser. Empty for messages of a server."""
        return name_of(self.anonymous_id)

    @property
    def previous(self) -> str:
        """Return the previous id of an alias message, or an empty text."""
        return name_of(self.previous_id)

    @property
    def page(self) -> Page:
        """Return the page from which it was sent."""
        return Page.of(self._in_context("page"))

    @property
    def user_agent(self) -> str:
        """Return the user agent that the client states, often empty."""
        return text_of(self._in_context("userAgent"))

    @cached_property
    def consent(self) -> dict[str, Any] | None:
        """Return the consent that the message states, or None."""
        return self._in_context("consent") or None

    @property
    def own_id(self) -> str:
        """Return the id by which a repeated message is recognized, or an empty text."""
        return name_of(self.message_id)

    @property
    def done(self) -> str:
        """Return the name of the event of a track message."""
        return text_of(self.event)

    def property_text(self, name: str) -> str:
        """Return a property as text. Empty if it is missing or not a text."""
        return text_of((self.properties or {}).get(name))

    def _in_context(self, name: str) -> Any:
        return self.context.get(name) if isinstance(self.context, dict) else None


class Envelope(msgspec.Struct, rename="camel"):
    """Values for all messages of a request."""

    write_key: str = ""
    sent_at: Any = None
    context: Any = None
    batch: list[msgspec.Raw] | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A rejected message: its position in the batch, the reason, and its start."""

    index: int
    reason: str
    message_id: str = ""
    body: str = ""


@dataclass(slots=True)
class Read:
    """The messages of a request with their positions, and the rejected ones.

    `remarks` are about invalid values of accepted messages.
    """

    messages: list[tuple[int, Message]] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    remarks: list[Rejection] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Named:
    """The id of a rejected message."""

    messageId: Any = None  # noqa: N815 (its name on the wire)


TOO_DEEP = gettext_lazy("The JSON is nested too deeply.")
_envelopes = msgspec.json.Decoder(Envelope)
_messages = msgspec.json.Decoder(Message)
_named = msgspec.json.Decoder(_Named)
T = TypeVar("T")


def read_envelope(body: bytes) -> Envelope:
    """Return the envelope of a request.

    Raises: `ValueError` with a sentence about the JSON.
    """
    try:
        return _decoded(_envelopes, body)
    except RecursionError:
        raise ValueError(str(TOO_DEEP)) from None
    except msgspec.ValidationError as error:
        raise ValueError(in_words(str(error), types=TYPES)) from None


def read_messages(raw: Iterable[bytes | msgspec.Raw], *, envelope: Envelope, kind: str = "") -> Read:
    """Read the messages of a request.

    Args: `kind` is their type if the URL states it (`/v1/track`).
    """
    read = Read()
    for index, one in enumerate(raw):
        try:
            message = _read(one, envelope, kind)
        except ValueError as error:  # of msgspec, or a sentence of `_read`
            read.rejections.append(rejection(index, one, in_words(str(error), types=TYPES)))
        except RecursionError:
            read.rejections.append(rejection(index, one, str(TOO_DEEP)))
        else:
            read.messages.append((index, message))
            if remark := _no_address(message):
                read.remarks.append(rejection(index, one, remark))
    return read


def rejection(index: int, raw: bytes | msgspec.Raw, reason: str) -> Rejection:
    """Return the rejection of a message, with its start and id."""
    body = bytes(memoryview(raw)[:SHOWN_BYTES]).decode(errors="replace")
    try:
        message_id = text_of(_decoded(_named, raw).messageId)[:MAX_MESSAGE_ID_LETTERS]
    except (ValueError, RecursionError):
        message_id = ""
    return Rejection(index=index, reason=reason, message_id=message_id, body=body)


def _decoded(decoder: "msgspec.json.Decoder[T]", body: bytes | msgspec.Raw) -> T:
    """Return the decoded JSON, repaired if it is invalid."""
    try:
        return decoder.decode(body)
    except ValueError as error:
        try:
            plain = mended(bytes(memoryview(body)))
        except ValueError:
            raise error from None
    return decoder.decode(plain)


def _read(raw: bytes | msgspec.Raw, envelope: Envelope, kind: str) -> Message:
    size = memoryview(raw).nbytes
    if size > MAX_MESSAGE_BYTES:
        raise ValueError(
            _("The message has %(size)s bytes. Send at most %(limit)s.")
            % {"size": number(size), "limit": number(MAX_MESSAGE_BYTES)}
        )
    message = _decoded(_messages, raw)
    if kind:
        message.type = kind  # type: ignore[assignment]  # one of TYPES, from the URL
    message.context = message.context or envelope.context
    message.sent_at = message.sent_at or envelope.sent_at
    if problem := _problem(message):
        raise ValueError(problem)
    return message


def _problem(message: Message) -> str:
    return _missing(message) or _too_long(message) or _no_object(message) or _not_storable(message)


def _free(message: Message) -> dict[str, Any]:
    return {
        "properties": message.properties,
        "traits": message.traits,
        "context.consent": message.consent,
    }


def _no_object(message: Message) -> str:
    """Return which value is not an object. PHP writes an empty object as an empty list, which is accepted."""
    for name, value in _free(message).items():
        if value and not isinstance(value, dict):
            return _('%(name)s: Send an object, such as {"plan": "pro"}.') % {"name": name}
    return ""


def _not_storable(message: Message) -> str:
    """Return which free value cannot be stored as JSON."""
    for name, value in _free(message).items():
        if value and (problem := problem_of(value)):
            return f"{name}: {problem}"
    return ""


def _missing(message: Message) -> str:
    if message.type is None:
        return _("type: Send one of %(types)s.") % {"types": ", ".join(TYPES)}
    if message.type == "alias":
        known = message.user and message.previous
        return "" if known else _("Send previousId and userId in an alias message.")
    if not message.user and not message.browser:
        return _nobody(message)
    if message.type == "track" and not message.done:
        return _("event: Send the name of the event in a track message.")
    if message.type == "group" and not name_of(message.group_id):
        return _("groupId: Send the id of the group in a group message.")
    return ""


def _nobody(message: Message) -> str:
    sent = text_of(message.user_id) or text_of(message.anonymous_id)
    if sent:
        return _('"%(id)s" is a placeholder. Send a userId or anonymousId that identifies one person.') % {
            "id": sent[:40]
        }
    return _("Send userId or anonymousId, which identifies the person.")


def _too_long(message: Message) -> str:
    limits: Sequence[tuple[str, object, int]] = (
        ("userId", message.user_id, LONGEST_ID),
        ("anonymousId", message.anonymous_id, LONGEST_ID),
        ("previousId", message.previous_id, LONGEST_ID),
        ("messageId", message.message_id, MAX_MESSAGE_ID_LETTERS),
        ("event", message.event, MAX_EVENT_LETTERS),
    )
    for name, value, limit in limits:
        # As it is stored: without outer spaces, and a number as text.
        if (letters := len(text_of(value))) > limit:
            return _("%(name)s: Enter at most %(limit)s characters, not %(count)s.") % {
                "name": name,
                "limit": limit,
                "count": number(letters),
            }
    return ""


def _no_address(message: Message) -> str:
    """Return a remark about an invalid email address of an identify message."""
    email = (message.traits or {}).get("email") if message.type == "identify" else None
    if not email or (isinstance(email, str) and clean_email(email)):
        return ""
    return _(
        'traits.email: "%(email)s" is not an email address. Enter one such as name@company.com. '
        "The rest of the message was accepted."
    ) % {"email": str(email)[:60]}
