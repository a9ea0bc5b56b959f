"""How many emails a mailbox may send, and how far apart: rolling limits, ramp-up, gap with jitter."""

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

DAY, HOUR = timedelta(hours=24), timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The limits of a mailbox.

    Args:
        per_day: emails in any 24 hours, once the ramp-up has ended.
        per_hour: emails in any 60 minutes.
        gap: the shortest and the longest time between two emails, in seconds.
        ramp_start: emails on the first day of the ramp-up; 0 sends at full pace from the first day.
        ramp_step: how many more each further day.
        ramp_from: the first day of the ramp-up.
    """

    per_day: int
    per_hour: int
    gap: tuple[int, int]
    ramp_start: int = 0
    ramp_step: int = 0
    ramp_from: date | None = None

    def daily_limit(self, today: date) -> int:
        """Return how many emails may go in the 24 hours before a moment of `today`."""
        if not self.ramp_start or self.ramp_from is None:
            return self.per_day
        days = max((today - self.ramp_from).days, 0)
        return min(self.ramp_start + self.ramp_step * days, self.per_day)


def used(sent: Sequence[datetime], now: datetime, span: timedelta) -> int:
    """Return how many of the moments lie in the `span` before `now`.

    Args: `sent` is in ascending order.
    """
    return len(sent) - bisect_right(sent, now - span)


def free_at(sent: Sequence[datetime], limit: int, span: timedelta) -> datetime | None:
    """Return when fewer than `limit` of the moments will lie within a `span`; None for a limit of 0.

    Args: `sent` is in ascending order and has at least `limit` moments.
    """
    return sent[-limit] + span if limit else None


def gap_ends(last: datetime, gap: tuple[int, int], message_id: UUID) -> datetime:
    """Return from when on the next email may go.

    The jitter comes from the id of the message, so that computing it again does not move it.
    """
    shortest, longest = gap
    width = max(longest - shortest, 0) + 1
    digest = hashlib.blake2b(message_id.bytes, digest_size=8).digest()
    return last + timedelta(seconds=shortest + int.from_bytes(digest, "big") % width)
