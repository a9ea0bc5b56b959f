"""Answers that a vendor promised for later: when they are looked for again, and what they cost in the end.

A promise counts as billed from the start, because the vendor may bill it whenever it is ready. A look for it
that fails changes nothing: only an answer about the lead, or the last look, ends the wait.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from lead_intelligence.enrichment.models.jobs import VendorCall
from lead_intelligence.runs.services.wanted import Wanted
from lead_intelligence.spending.services.reservations import Bill
from lead_intelligence.vendors.domain.answers import Answer
from lead_intelligence.vendors.domain.outcomes import FAILURES, HITS, Outcome

MOST_ATTEMPTS = 3
"""Calls for one lead to a vendor that asks to slow down."""
TELLING = HITS | {Outcome.NOT_FOUND, Outcome.LEGAL_BLOCK}
"""What a vendor says of the lead itself: the promise is kept, and its bill is known."""
SAYS_NOTHING = FAILURES | {Outcome.RATE_LIMITED}
"""A look that ended so tells nothing of the promise."""
PUT_OFF = timedelta(seconds=30)
"""How much later a look is made that the vendor's circuit does not let through now."""
GIVEN_UP_AFTER = timedelta(hours=1)


def ask_again_at(wanted: Wanted, answer: Answer, at: datetime) -> datetime | None:
    """When the vendor is asked again: for an answer to come, or after a short wait that it asked for."""
    if answer.outcome is Outcome.PENDING or (wanted.is_poll and answer.outcome in SAYS_NOTHING):
        return _next_look(wanted, answer, at)
    if answer.outcome is not Outcome.RATE_LIMITED or answer.retry_after is None:
        return None
    attempts = len(wanted.search.calls_to(wanted.slug)) + 1
    if answer.retry_after * 1000 >= wanted.timeout_ms or attempts >= MOST_ATTEMPTS:
        return None
    return at + timedelta(seconds=answer.retry_after)


def counted_cost(answer: Answer, reserved: Decimal) -> Decimal:
    """What the answer counts for, in US dollars: a promise as much as was held back for it."""
    return max(answer.cost, reserved) if answer.outcome is Outcome.PENDING else answer.cost


def correct(wanted: Wanted, answer: Answer) -> tuple[VendorCall, Bill] | None:
    """The promise's row and bill, once the vendor has told what it really bills; None when nothing changes.

    A vendor that bills the promise itself has billed it. Called twice, it says the same.
    """
    if not wanted.is_poll or answer.outcome not in TELLING or wanted.account.vendor.bills_promises:
        return None
    promise = _promise(wanted)
    promise.cost = Decimal(0)
    return promise, Bill(wanted.slug, Decimal(0), -promise.reserved, promise.started_at)


def put_off(wanted: Wanted, at: datetime) -> bool:
    """Look later than was planned; False when the promise is too old to wait for any longer."""
    if wanted.again is None or at - _promise(wanted).started_at > GIVEN_UP_AFTER:
        return False
    wanted.again.poll_at = at + PUT_OFF
    return True


def _next_look(wanted: Wanted, answer: Answer, at: datetime) -> datetime | None:
    pauses = wanted.account.vendor.poll_after
    looks = sum(call.is_poll for call in wanted.search.calls_to(wanted.slug)) + wanted.is_poll
    if looks >= len(pauses):
        return None
    asked_for = (answer.retry_after or 0.0) if answer.outcome is Outcome.RATE_LIMITED else 0.0
    return at + timedelta(seconds=max(pauses[looks], asked_for))


def _promise(wanted: Wanted) -> VendorCall:
    """The call whose answer is looked for."""
    made = wanted.search.calls_to(wanted.slug)
    return next(call for call in reversed(made) if call.outcome == Outcome.PENDING and not call.is_poll)
