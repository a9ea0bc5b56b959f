"""What e-mail services tell of our messages, and what it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from mauntic.delivery.replies.domain.statuses import BounceKind, kind_of, says_full, statuses_in


class Kind(StrEnum):
    """Events that have an effect, by the names of django-anymail.

    Openings and clicks are none of them: we count them ourselves (`engagement`), and would count them twice.
    """

    DELIVERED = "delivered"
    BOUNCED = "bounced"
    REJECTED = "rejected"
    FAILED = "failed"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"


FAILURES = frozenset({Kind.BOUNCED, Kind.REJECTED, Kind.FAILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """One event about one recipient.

    Args:
        kind: one of `Kind`.
        header_id: our Message-ID, which the service sends back; may be empty.
        provider_id: how the service names the message.
        event_id: how it names the event; may be empty.
        recipient: the address.
        words: the answer of the other server, else a description.
        status: an enhanced status code, where it is a value of its own.
        reason: why it was not delivered, by the names of django-anymail.
        is_soft: whether the service calls a bounce temporary.
        at: when it happened.
    """

    kind: Kind
    header_id: str = ""
    provider_id: str = ""
    event_id: str = ""
    recipient: str = ""
    words: str = ""
    status: str = ""
    reason: str = ""
    is_soft: bool = False
    at: datetime | None = None

    @property
    def key(self) -> str:
        """Return what tells the event from others: its id, else what it says."""
        if self.event_id:
            return f"{self.kind}:{self.event_id}:{self.recipient}"[:500]
        said = (self.kind, self.header_id, self.provider_id, self.recipient, self.words, str(self.at))
        return f"{self.kind}:{sha256(chr(0).join(said).encode()).hexdigest()}"


_BY_REASON: Mapping[str, BounceKind | None] = {
    "invalid": BounceKind.HARD,
    "bounced": BounceKind.HARD,
    "blocked": BounceKind.POLICY,
    "spam": BounceKind.POLICY,
    # They are suppressed at the service, since they unsubscribed there: that comes as an event of its own.
    "unsubscribed": None,
}


def bounce_kind(event: Tracked) -> BounceKind | None:
    """Return what kind of bounce an event is: by the same table as returned mail, else by its reason.

    Returns: None if it says nothing about message or recipient.
    """
    if event.reason == "unsubscribed":
        return None
    found = kind_of(event.status, event.words, innermost=True)
    if found is BounceKind.DELAYED:  # the service gave up: what was delayed never arrived
        return BounceKind.SOFT
    if found in {BounceKind.HARD, BounceKind.POLICY} or _says_why(event):
        return found
    return BounceKind.SOFT if event.is_soft else _BY_REASON.get(event.reason, BounceKind.SOFT)


def _says_why(event: Tracked) -> bool:
    """Tell a soft bounce by its code or words from one that nothing is known about."""
    return bool(event.status or statuses_in(event.words) or says_full(event.words))
