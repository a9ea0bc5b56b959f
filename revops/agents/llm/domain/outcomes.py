"""How calls of models end, by what happens next."""

from enum import StrEnum


class Outcome(StrEnum):
    """The end of a call, or why it was not made."""

    ANSWERED = "answered"

    # The organization itself prevents the call: nothing is spent.
    NO_VENDOR = "no_vendor"
    UNPRICED = "unpriced"
    STOPPED = "stopped"
    OVER_BUDGET = "over_budget"

    # The vendor may answer later.
    RATE_LIMITED = "rate_limited"
    OVERLOADED = "overloaded"
    NO_ANSWER = "no_answer"
    """No connection, too slow, cut off or unreadable: whether the vendor bills it is unknown."""

    # A person must act first.
    AUTH_FAILED = "auth_failed"
    OUT_OF_CREDIT = "out_of_credit"
    FORBIDDEN_PLAN = "forbidden_plan"
    NO_SUCH_MODEL = "no_such_model"
    BAD_ADDRESS = "bad_address"
    """The base URL leads nowhere, or into a private network that may not be called."""

    # The call cannot be answered as it is.
    TOO_LONG = "too_long"
    REJECTED = "rejected"
    """The vendor calls the request malformed."""
    DECLINED = "declined"
    """The model refuses to answer."""
    CUT_OFF = "cut_off"
    """The answer reached `max_tokens`."""
    WRONG_SHAPE = "wrong_shape"
    """The answer does not fit the schema."""

    # Nobody waits for the answer any more.
    ABANDONED = "abandoned"

    @property
    def is_temporary(self) -> bool:
        """Whether the same call may succeed later, or with another vendor."""
        return self in TEMPORARY

    @property
    def disables_vendor(self) -> bool:
        """Whether the vendor would reject all further calls until a person acts."""
        return self in REFUSALS

    @property
    def is_free(self) -> bool:
        """Whether the vendor certainly bills nothing: it was not called, or rejected the call at once."""
        return self in PREVENTED | REFUSALS | FREE


PREVENTED = frozenset({Outcome.NO_VENDOR, Outcome.UNPRICED, Outcome.STOPPED, Outcome.OVER_BUDGET})
TEMPORARY = frozenset({Outcome.RATE_LIMITED, Outcome.OVERLOADED, Outcome.NO_ANSWER})
REFUSALS = frozenset({Outcome.AUTH_FAILED, Outcome.OUT_OF_CREDIT, Outcome.FORBIDDEN_PLAN})
UNUSABLE = frozenset(
    {Outcome.TOO_LONG, Outcome.REJECTED, Outcome.DECLINED, Outcome.CUT_OFF, Outcome.WRONG_SHAPE}
)
FREE = frozenset(
    {
        Outcome.RATE_LIMITED,
        Outcome.NO_SUCH_MODEL,
        Outcome.BAD_ADDRESS,
        Outcome.TOO_LONG,
        Outcome.REJECTED,
    }
)
