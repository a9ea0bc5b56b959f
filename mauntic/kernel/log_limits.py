"""Log lines that repeat: one per key and minute, with the number of lines held back."""

import threading
import time

INTERVAL_SECONDS = 60.0
MAX_KEYS = 1_000


class LogLimiter:
    """Admit one line per key and interval. Safe to share between threads."""

    def __init__(self, interval: float = INTERVAL_SECONDS) -> None:
        self._interval = interval
        self._lock = threading.Lock()
        self._admitted: dict[str, tuple[float, int]] = {}

    def admit(self, key: str) -> int | None:
        """Decide whether to write a line of this kind now.

        Returns: the number of lines held back since the last one, or None to hold this one back.
        """
        now = time.monotonic()
        with self._lock:
            since, held_back = self._admitted.get(key, (None, 0))
            if since is not None and now - since < self._interval:
                self._admitted[key] = (since, held_back + 1)
                return None
            if len(self._admitted) >= MAX_KEYS:  # keys hold names from outside: bound the memory
                self._admitted.clear()
            self._admitted[key] = (now, 0)
            return held_back
