"""Tokens that a vendor gives for a log-in, shared by all threads of the process."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock

from lead_intelligence.vendors.domain.answers import Answer

LEEWAY_SECONDS = 60.0
LEEWAY_SHARE = 0.1
"""A token is renewed so long before it runs out, and a short-lived one a tenth of its life before."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a log-in gave; `good_until` is on the monotonic clock."""

    value: str = field(repr=False)
    good_until: float

    @classmethod
    def lasting(cls, value: str, seconds: float) -> "Token":
        """A token received now that runs out after so many seconds."""
        return cls(value, time.monotonic() + seconds - min(LEEWAY_SECONDS, LEEWAY_SHARE * seconds))


class Tokens:
    """The tokens by account. It logs in once at a time: calls that come meanwhile share what comes of it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._log_ins: dict[str, Future[Token | Answer]] = {}

    def get(self, account: str, log_in: Callable[[], Token | Answer], timeout: float) -> Token | Answer:
        """The account's token, of a new log-in if need be, or the refusal of that log-in.

        `TimeoutError` when the log-in that another thread began takes longer than `timeout` seconds.
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
        """Log in anew next time, unless somebody has done so since that token was given."""
        with self._lock:
            known = self._log_ins.get(account)
            if known and known.done() and known.result() is token:
                del self._log_ins[account]


def _is_of_use(log_in: "Future[Token | Answer]") -> bool:
    if not log_in.done():
        return True
    told = log_in.result()
    return isinstance(told, Token) and time.monotonic() < told.good_until
