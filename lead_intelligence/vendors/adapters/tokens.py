"""Access tokens of vendors, shared by all threads of the process."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock

from lead_intelligence.vendors.domain.answers import Answer

LEEWAY_SECONDS = 60.0
LEEWAY_SHARE = 0.1
"""A token is renewed this long before it expires, a short-lived one a tenth of its life before."""


@dataclass(frozen=True, slots=True)
class Token:
    """An access token. `good_until` is on the monotonic clock."""

    value: str = field(repr=False)
    good_until: float

    @classmethod
    def lasting(cls, value: str, seconds: float) -> "Token":
        """Return a token that was received now and expires after `seconds`."""
        return cls(value, time.monotonic() + seconds - min(LEEWAY_SECONDS, LEEWAY_SHARE * seconds))


class Tokens:
    """The tokens by account. Concurrent calls of an account share one login."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._log_ins: dict[str, Future[Token | Answer]] = {}

    def get(self, account: str, log_in: Callable[[], Token | Answer], timeout: float) -> Token | Answer:
        """Return the token of an account, or the error of the login. Logs in if necessary.

        Raises: `TimeoutError` if the login of another thread takes longer than `timeout` seconds.
        """
        with self._lock:
            running = self._log_ins.get(account)
            if running and _is_of_use(running):
                mine = None
            else:
                running = mine = self._log_ins[account] = Future()
        if mine:
            try:
                mine.set_result(log_in())
            except BaseException as error:
                with self._lock:
                    del self._log_ins[account]
                mine.set_exception(error)
                raise
        return running.result(timeout)

    def forget(self, account: str, token: Token) -> None:
        """Drop a rejected token, unless another thread has replaced it."""
        with self._lock:
            known = self._log_ins.get(account)
            if known and known.done() and known.result() is token:
                del self._log_ins[account]


def _is_of_use(log_in: "Future[Token | Answer]") -> bool:
    if not log_in.done():
        return True
    token = log_in.result()
    return isinstance(token, Token) and time.monotonic() < token.good_until
