"""What came of asking a vendor, told apart by what must happen next."""

from enum import StrEnum


class Outcome(StrEnum):
    """The kind of a vendor's answer."""

    FOUND = "found"
    PARTIAL = "partial"
    """Only the person or only the company is known."""
    NOT_FOUND = "not_found"
    PENDING = "pending"
    """The vendor is still looking; ask again later."""
    INVALID_INPUT = "invalid_input"
    """This lead cannot be asked for, by what is known of it."""
    AUTH_FAILED = "auth_failed"
    FORBIDDEN_PLAN = "forbidden_plan"
    OUT_OF_CREDIT = "out_of_credit"
    RATE_LIMITED = "rate_limited"
    LEGAL_BLOCK = "legal_block"
    """The person has asked not to be processed."""
    PROVIDER_ERROR = "provider_error"
    MALFORMED = "malformed"
    TRANSPORT_ERROR = "transport_error"

    @property
    def is_hit(self) -> bool:
        """The answer holds values."""
        return self in HITS

    @property
    def counts_towards_circuit(self) -> bool:
        """The vendor is broken or overrun, rather than strict or without an answer."""
        return self in FAILURES

    @property
    def resets_circuit(self) -> bool:
        """The vendor understood and answered: it works."""
        return self in HITS | ANSWERED

    @property
    def disables_provider(self) -> bool:
        """Every further call would be refused until a person acts."""
        return self in REFUSALS


HITS = frozenset({Outcome.FOUND, Outcome.PARTIAL})
ANSWERED = frozenset({Outcome.NOT_FOUND, Outcome.PENDING, Outcome.LEGAL_BLOCK})
FAILURES = frozenset(
    {Outcome.RATE_LIMITED, Outcome.PROVIDER_ERROR, Outcome.MALFORMED, Outcome.TRANSPORT_ERROR}
)
REFUSALS = frozenset({Outcome.AUTH_FAILED, Outcome.FORBIDDEN_PLAN, Outcome.OUT_OF_CREDIT})
