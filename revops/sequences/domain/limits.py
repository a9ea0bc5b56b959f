"""How many steps of one kind a sender may still do in 24 hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Room:
    """What is left of a daily limit.

    Args:
        limit: steps in any 24 hours.
        done: when steps were done in the last 24 hours, ascending.
        waiting: steps that were started and are not done; they count as well.
    """

    limit: int
    done: Sequence[datetime] = ()
    waiting: int = 0

    @property
    def used(self) -> int:
        """Return how much of the limit is used."""
        return len(self.done) + self.waiting

    @property
    def left(self) -> int:
        """Return how many more steps may begin now."""
        return max(self.limit - self.used, 0)

    def facts(self, sender: str) -> dict[str, str | int]:
        """Return the numbers of the sentence that says the limit is reached."""
        return {"used": self.limit, "limit": self.limit, "sender": sender}

    def free_at(self, now: datetime, *, taken: int = 0) -> datetime:
        """Return when the next step may begin.

        Where it hangs on steps that wait, that is not known: then it is asked again in an hour.

        Args:
            now: the present.
            taken: steps that begin now, after which it is asked.
        """
        over = self.used + taken - self.limit
        if over < 0:
            return now
        if over < len(self.done):
            return self.done[over] + DAY
        return now + (timedelta(hours=1) if self.waiting else DAY)
