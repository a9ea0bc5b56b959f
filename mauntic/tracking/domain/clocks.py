"""When something happened, although the sender's clock may be wrong."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# Older visits and events are kept, and tell nobody: no score and no signal looks back further.
TOLD_FOR = timedelta(days=90)
# A message may seem a little ahead of us without being from the future.
TOLERANCE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Moment:
    """When it happened, and a note when the sender's word could not be taken."""

    at: datetime
    note: str = ""


def moment_of(*, timestamp: object, sent_at: object, received_at: datetime) -> Moment:
    """When a message happened: `timestamp`, corrected by how wrong the sender's clock was when it sent.

    The correction is `received_at - sent_at`, as Segment does it. What would be in the future happened when
    it was received; so did what has no time, or one that cannot be read.
    """
    if timestamp is None or timestamp == "":
        return Moment(received_at)
    said = read_time(timestamp)
    if said is None:
        return Moment(received_at, f"The timestamp “{str(timestamp)[:40]}” cannot be read.")
    sent = read_time(sent_at)
    try:
        at = said + (received_at - sent) if sent else said
    except OverflowError:
        return Moment(received_at, f"The timestamp “{str(timestamp)[:40]}” is none of our time.")
    if at > received_at + TOLERANCE:
        return Moment(received_at, f"Said to be from the future: {said:%Y-%m-%d %H:%M:%S} UTC.")
    return Moment(min(at, received_at))


def read_time(value: object) -> datetime | None:
    """An ISO 8601 time in UTC, without a zone taken as UTC; None when it is none."""
    if not isinstance(value, str):
        return None
    try:
        time = datetime.fromisoformat(value)
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
