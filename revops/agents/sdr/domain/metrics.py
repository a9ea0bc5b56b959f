"""How often people agree with what an agent that only learns would have done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Decisions of the learning mode that people have since decided about, too.

    Args:
        would_and_did: it would have enrolled, and a person did.
        would_only: it would have enrolled, and nobody did.
        left_and_did: it would have left the lead alone, and a person enrolled.
        left_alone: neither did.
    """

    would_and_did: int = 0
    would_only: int = 0
    left_and_did: int = 0
    left_alone: int = 0

    @property
    def all(self) -> int:
        """Return the decisions that can be compared."""
        return self.would_and_did + self.would_only + self.left_and_did + self.left_alone

    @property
    def agreed(self) -> int:
        """Return those in which agent and people did the same."""
        return self.would_and_did + self.left_alone

    @property
    def share(self) -> float | None:
        """Return the share of those, 0-1; None if there are none."""
        return self.agreed / self.all if self.all else None
