"""Pending results of vendors: when to poll them, and their final costs.

A pending result counts as billed from the start, because the vendor may bill it as soon as it is ready. A
failed poll changes nothing. The wait ends with an answer about the lead, or with the last poll.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from lead_intelligence.enrichment.models.jobs import VendorCall
from lead_intelligence.runs.services.wanted import Wanted
from lead_intelligence.spending.services.reservations import Bill
from lead_intelligence.vendors.domain.answers import Answer
from lead_intelligence.vendors.domain.outcomes import FAILURES, HITS, Outcome

MOST_ATTEMPTS = 3
"""Calls for one lead to a vendor that limits the rate."""
FINAL = HITS | {Outcome.NOT_FOUND, Outcome.LEGAL_BLOCK}
"""Outcomes about the lead itself: the result is no longer pending, and its bill is known."""
INCONCLUSIVE = FAILURES | {Outcome.RATE_LIMITED}
"""Outcomes of a poll that say nothing about the pending result."""
POSTPONED_BY = timedelta(seconds=30)
"""The delay of a poll that the circuit breaker refuses."""
GIVEN_UP_AFTER = timedelta(hours=1)


def ask_again_at(wanted: Wanted, answer: Answer, at: datetime) -> datetime | None:
    """Return when to poll a pending result, or to call again after a short rate limit; else None."""
    if answer.outcome is Outcome.PENDING or (wanted.is_poll and answer.outcome in INCONCLUSIVE):
        return _next_poll(wanted, answer, at)
    if answer.outcome is not Outcome.RATE_LIMITED or answer.retry_after is None:
        return None
    attempts = len(wanted.search.calls_to(wanted.slug)) + 1
    if answer.retry_after * 1000 >= wanted.timeout_ms or attempts >= MOST_ATTEMPTS:
        return None
    return at + timedelta(seconds=answer.retry_after)


def counted_cost(answer: Answer, reserved: Decimal) -> Decimal:
    """Return the cost of an answer in US dollars; for a pending result, at least the reserved amount."""
    return max(answer.cost, reserved) if answer.outcome is Outcome.PENDING else answer.cost


def correct(wanted: Wanted, answer: Answer) -> tuple[VendorCall, Bill] | None:
    """Return the corrected call and bill of a pending result whose real cost is known now.

    Safe to repeat.

    Returns: None if nothing changes, such as for a vendor that bills pending results at once.
    """
    if not wanted.is_poll or answer.outcome not in FINAL or wanted.account.vendor.bills_promises:
        return None
    pending = _pending_call(wanted)
    pending.cost = Decimal(0)
    return pending, Bill(wanted.slug, Decimal(0), -pending.reserved, pending.started_at)


def put_off(wanted: Wanted, at: datetime) -> bool:
    """Postpone a poll. Return False if the pending result is too old to wait for."""
    if wanted.again is None or at - _pending_call(wanted).started_at > GIVEN_UP_AFTER:
        return False
    wanted.again.poll_at = at + POSTPONED_BY
    return True


def _next_poll(wanted: Wanted, answer: Answer, at: datetime) -> datetime | None:
    pauses = wanted.account.vendor.poll_after
    polls = sum(call.is_poll for call in wanted.search.calls_to(wanted.slug)) + wanted.is_poll
    if polls >= len(pauses):
        return None
    asked_for = (answer.retry_after or 0.0) if answer.outcome is Outcome.RATE_LIMITED else 0.0
    return at + timedelta(seconds=max(pauses[polls], asked_for))


def _pending_call(wanted: Wanted) -> VendorCall:
    """Return the call whose result is pending."""
    made = wanted.search.calls_to(wanted.slug)
    return next(call for call in reversed(made) if call.outcome == Outcome.PENDING and not call.is_poll)
