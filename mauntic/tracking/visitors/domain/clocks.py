"""Determine when something happened, even if the sender's clock is wrong."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mauntic.kernel.time.calendar import is_in_range
from mauntic.kernel.translation import gettext as _

# Older visits and events are stored, but not published: no score and no signal looks back further.
PUBLISHED_FOR = timedelta(days=90)
# A clock that is slightly fast does not make a message one from the future.
TOLERANCE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Moment:
    """The time of a message, and a note if the sender's timestamp was not used."""

    at: datetime
    note: str = ""


def moment_of(*, timestamp: object, sent_at: object, received_at: datetime) -> Moment:
    """Return when a message happened: its timestamp, corrected by the error of the sender's clock.

    The correction is `received_at - sent_at`. A message without a readable timestamp, or from the future,
    happened when it was received.

    Source: https://segment.com/docs/connections/spec/common/#timestamps
    """
    if timestamp is None or timestamp == "":
        return Moment(received_at)
    sender_time = read_time(timestamp)
    if sender_time is None:
        return Moment(received_at, _('Cannot read the timestamp "%(time)s".') % {"time": str(timestamp)[:40]})
    sent = read_time(sent_at)
    try:
        at = sender_time + (received_at - sent) if sent else sender_time
    except OverflowError:
        return Moment(received_at, _out_of_range(timestamp))
    if not is_in_range(at):
        return Moment(received_at, _out_of_range(timestamp))
    if at > received_at + TOLERANCE:
        return Moment(
            received_at,
            _("Timestamp in the future: %(time)s UTC.") % {"time": f"{sender_time:%Y-%m-%d %H:%M:%S}"},
        )
    return Moment(min(at, received_at))


def _out_of_range(timestamp: object) -> str:
    return _('The timestamp "%(time)s" is out of range.') % {"time": str(timestamp)[:40]}


def read_time(value: object) -> datetime | None:
    """Return an ISO 8601 time in UTC. A time without a zone is read as UTC.

    Returns: None for other values, and for times out of range: .NET writes 0001-01-01 for "no time".
    """
    if not isinstance(value, str):
        return None
    try:
        # RFC 3339 allows small letters, too: 2026-11-29t10:00:00z.
        time = datetime.fromisoformat(value.strip().upper())
        at = time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return at if is_in_range(at) else None
