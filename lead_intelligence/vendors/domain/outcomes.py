"""Outcomes of vendor calls, distinguished by what happens next."""

from enum import StrEnum


class Outcome(StrEnum):
    """The outcome of a vendor call."""

    FOUND = "found"
    PARTIAL = "partial"
    """Only the person or only the company was found."""
    NOT_FOUND = "not_found"
    PENDING = "pending"
    """The vendor is still searching. Poll later."""
    INVALID_INPUT = "invalid_input"
    """The lead has too little data for a lookup."""
    AUTH_FAILED = "auth_failed"
    FORBIDDEN_PLAN = "forbidden_plan"
    OUT_OF_CREDIT = "out_of_credit"
    RATE_LIMITED = "rate_limited"
    """The vendor works and requests a pause."""
    LEGAL_BLOCK = "legal_block"
    """The person opted out of processing."""
    PROVIDER_ERROR = "provider_error"
    MALFORMED = "malformed"
    TRANSPORT_ERROR = "transport_error"

    @property
    def is_hit(self) -> bool:
        """Whether the response has values."""
        return self in HITS

    @property
    def counts_towards_circuit(self) -> bool:
        """Whether the vendor failed (rather than rejected the call, found nothing or limited the rate)."""
        return self in FAILURES

    @property
    def resets_circuit(self) -> bool:
        """Whether the response proves that the vendor works."""
        return self in HITS | ANSWERED

    @property
    def disables_provider(self) -> bool:
        """Whether all further calls would be rejected until a person acts."""
        return self in REFUSALS


HITS = frozenset({Outcome.FOUND, Outcome.PARTIAL})
ANSWERED = frozenset({Outcome.NOT_FOUND, Outcome.PENDING, Outcome.LEGAL_BLOCK})
FAILURES = frozenset({Outcome.PROVIDER_ERROR, Outcome.MALFORMED, Outcome.TRANSPORT_ERROR})
REFUSALS = frozenset({Outcome.AUTH_FAILED, Outcome.FORBIDDEN_PLAN, Outcome.OUT_OF_CREDIT})
TROUBLE = FAILURES | REFUSALS | {Outcome.RATE_LIMITED}
"""Outcomes to show to those who manage vendors."""
