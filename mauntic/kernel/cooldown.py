"""A pause in calling a server that did not answer, so that not every caller waits for it."""

import time


class Cooldown:
    """A pause of this process in calling one server. Safe to share between threads."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until = 0.0

    def begin(self) -> None:
        """Start the pause, after a call that got no answer in time."""
        self._until = time.monotonic() + self._seconds

    def end(self) -> None:
        """End the pause early."""
        self._until = 0.0

    @property
    def is_on(self) -> bool:
        """Whether the server is not to be called now."""
        return time.monotonic() < self._until
