"""A vendor's desk: how it is set to behave, and what it has counted."""

import time
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mauntic.sandbox.people import chance, is_known


class Fault(StrEnum):
    """The ways to fail; each vendor says the last five in its own words."""

    SERVER_ERROR = "server_error"
    TIMEOUT = "timeout"
    HTML = "html"
    TRUNCATED = "truncated"
    BAD_KEY = "bad_key"
    OUT_OF_CREDIT = "out_of_credit"
    RATE_LIMITED = "rate_limited"
    PENDING = "pending"
    LEGAL_BLOCK = "legal_block"


COUNTED = ("latency_ms", "rate_limit", "hang_seconds", "polls_needed", "search_ms", "token_seconds")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What can be set per vendor. Rates are 0-1; `rate_limit` is calls per second, 0 without a limit.

    A vendor that goes on looking after its first answer is done after `polls_needed` further looks, and not
    before `search_ms`; a token lasts for `token_seconds`.
    """

    latency_ms: int = 0
    miss_rate: float = 0.0
    rate_limit: int = 0
    failure_rate: float = 0.0
    failure_mode: Fault = Fault.SERVER_ERROR
    hang_seconds: float = 30.0
    polls_needed: int = 0
    search_ms: int = 0
    token_seconds: float = 1000.0

    def changed(self, wanted: Mapping[str, Any]) -> "Behaviour":
        """A copy with these settings; `ValueError` names what is wrong with them."""
        known = {each.name for each in fields(self)}
        if unknown := sorted(wanted.keys() - known):
            raise ValueError(f"Unknown: {', '.join(unknown)}. Known: {', '.join(sorted(known))}.")
        changed = replace(self, **wanted)
        for name in ("miss_rate", "failure_rate"):
            if not _is_number(getattr(changed, name)) or not 0 <= getattr(changed, name) <= 1:
                raise ValueError(f"{name} must be a number from 0 to 1.")
        for name in COUNTED:
            if not _is_number(getattr(changed, name)) or getattr(changed, name) < 0:
                raise ValueError(f"{name} must be a number of at least 0.")
        return replace(changed, failure_mode=Fault(changed.failure_mode))


QUIET = Behaviour()
LIVELY: Mapping[str, Behaviour] = {
    "clearbit": Behaviour(latency_ms=60, miss_rate=0.25),
    "apollo": Behaviour(latency_ms=90, miss_rate=0.15),
    "hunter": Behaviour(latency_ms=120, miss_rate=0.35),
    "zoominfo": Behaviour(latency_ms=130, miss_rate=0.2),
    "lusha": Behaviour(latency_ms=110, miss_rate=0.3),
    "rocketreach": Behaviour(latency_ms=150, miss_rate=0.3),
    "builtwith": Behaviour(latency_ms=150, miss_rate=0.1),
    "wappalyzer": Behaviour(latency_ms=100, miss_rate=0.25),
}
"""How the demo's vendors behave: none knows everybody, and none answers at once."""


@dataclass(slots=True)
class Desk:
    """The state of one vendor since the last reset, which is its billing period.

    Whether a repeated answer is billed again is the vendor's rule: `bill` always does, `bill_once` does not.
    """

    slug: str
    unit_price: Decimal
    initial: Behaviour = QUIET
    behaviour: Behaviour = QUIET
    counts: Counter[str] = field(default_factory=Counter)
    billed_units: Decimal = Decimal(0)
    asked: Counter[str] = field(default_factory=Counter)
    _recent: deque[float] = field(default_factory=deque)
    _billed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget all counts and settings."""
        self.behaviour = self.initial
        self.counts = Counter(calls=0, hits=0, misses=0, failures=0, health_calls=0)
        self.billed_units = Decimal(0)
        self.asked = Counter()
        self._recent = deque()
        self._billed = set()

    def stats(self) -> dict[str, Any]:
        """The counts. `repeats` are look-ups beyond the first of the same lead; money is a decimal string."""
        return {
            **self.counts,
            "repeats": self.asked.total() - len(self.asked),
            "billed_units": str(self.billed_units),
            "billed_cost": str(self.billed_units * self.unit_price),
        }

    def settings(self) -> dict[str, Any]:
        """The behaviour as JSON."""
        return asdict(self.behaviour)

    def fault(self) -> Fault | None:
        """What goes wrong with the call that is being served, if anything."""
        if self.is_over_limit():
            return Fault.RATE_LIMITED
        failing = chance(self.slug, self.counts["calls"]) < self.behaviour.failure_rate
        return self.behaviour.failure_mode if failing else None

    def is_over_limit(self) -> bool:
        """Whether this second's calls are used up; counts the call that is being served."""
        if not self.behaviour.rate_limit:
            return False
        now = time.monotonic()
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= self.behaviour.rate_limit:
            return True
        self._recent.append(now)
        return False

    def knows(self, key: str) -> bool:
        """Count a look-up of this lead as a hit or a miss, and say which."""
        self.asked[key] += 1
        known = is_known(self.slug, key, self.behaviour.miss_rate)
        self.counts["hits" if known else "misses"] += 1
        return known

    def bill(self, units: Decimal) -> None:
        """Put it on the account."""
        self.billed_units += units

    def bill_once(self, key: str, units: Decimal) -> Decimal:
        """Put it on the account unless the same was billed before; what was billed now."""
        due = Decimal(0) if key in self._billed else units
        self._billed.add(key)
        self.bill(due)
        return due


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
