"""The circuit breaker of a vendor: broken vendors are left alone for a while, then tried by one probe."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

FAILURES_TO_OPEN = 5
REST = timedelta(seconds=60)
"""How long an open circuit lets nobody through."""


class CircuitState(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True, slots=True)
class Circuit:
    """`probe_until` is when the probe of a half-open circuit counts as lost."""

    state: CircuitState = CircuitState.CLOSED
    consecutive_failures: int = 0
    opened_at: datetime | None = None
    probe_until: datetime | None = None

    def lets_through(self, now: datetime) -> bool:
        """Whether a call may be made now. In a circuit that is not closed, that call is its probe."""
        if self.state is CircuitState.OPEN:
            return self.opened_at is None or now >= self.opened_at + REST
        if self.state is CircuitState.HALF_OPEN:
            return self.probe_until is None or now >= self.probe_until
        return True

    def probing(self, until: datetime) -> "Circuit":
        """One probe is under way; nobody else is let through until it ends, or is lost at `until`."""
        return replace(self, state=CircuitState.HALF_OPEN, probe_until=until)

    def succeeded(self) -> "Circuit":
        """After an answer: a probe closes the circuit; a late answer does not close one that opened since."""
        if self.state is CircuitState.OPEN:
            return self
        return Circuit()

    def failed(self, now: datetime) -> "Circuit":
        """After a failure: the fifth in a row opens the circuit, that of a probe opens it again."""
        failures = self.consecutive_failures + 1
        if self.state is CircuitState.OPEN:
            return replace(self, consecutive_failures=failures)
        if self.state is CircuitState.HALF_OPEN or failures >= FAILURES_TO_OPEN:
            return Circuit(CircuitState.OPEN, failures, opened_at=now)
        return replace(self, consecutive_failures=failures)

    def undecided(self) -> "Circuit":
        """After an answer that tells nothing of the vendor's health: a probe's turn goes to the next call."""
        if self.state is CircuitState.HALF_OPEN:
            return replace(self, state=CircuitState.OPEN, probe_until=None)
        return self
