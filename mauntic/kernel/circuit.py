"""The circuit breaker: after several failures a vendor is not called for a while, then probed by one call."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

FAILURES_TO_OPEN = 5
REST = timedelta(seconds=60)
"""How long an open circuit admits no calls."""


class CircuitState(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True, slots=True)
class Circuit:
    """The state of a circuit.

    `probe_until` is the time when the probe of a half-open circuit counts as lost.
    """

    state: CircuitState = CircuitState.CLOSED
    consecutive_failures: int = 0
    opened_at: datetime | None = None
    probe_until: datetime | None = None

    def lets_through(self, now: datetime) -> bool:
        """Whether a call may be made now. If the circuit is not closed, that call is its probe."""
        if self.state is CircuitState.OPEN:
            return self.opened_at is None or now >= self.opened_at + REST
        if self.state is CircuitState.HALF_OPEN:
            return self.probe_until is None or now >= self.probe_until
        return True

    def probing(self, until: datetime) -> "Circuit":
        """Return the circuit with a running probe.

        No other call is admitted until it ends, or is lost at `until`.
        """
        return replace(self, state=CircuitState.HALF_OPEN, probe_until=until)

    def succeeded(self) -> "Circuit":
        """Return the circuit after a success.

        A late response does not close a circuit that opened in the meantime.
        """
        if self.state is CircuitState.OPEN:
            return self
        return Circuit()

    def failed(self, now: datetime) -> "Circuit":
        """Return the circuit after a failure. The fifth in a row opens it; a failed probe opens it again."""
        failures = self.consecutive_failures + 1
        if self.state is CircuitState.OPEN:
            return replace(self, consecutive_failures=failures)
        if self.state is CircuitState.HALF_OPEN or failures >= FAILURES_TO_OPEN:
            return Circuit(CircuitState.OPEN, failures, opened_at=now)
        return replace(self, consecutive_failures=failures)

    def undecided(self) -> "Circuit":
        """Return the circuit after a response without evidence of health. The next call becomes the probe."""
        if self.state is CircuitState.HALF_OPEN:
            return replace(self, state=CircuitState.OPEN, probe_until=None)
        return self
