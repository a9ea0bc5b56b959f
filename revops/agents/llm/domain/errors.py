"""What callers of models catch. All have an outcome, and a sentence for people."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from mauntic.kernel.errors import Conflict, MaunticError, Misconfigured, Temporary, VendorError
from revops.agents.llm.domain.outcomes import PREVENTED, TEMPORARY, UNUSABLE, Outcome


class LlmError(MaunticError):
    """No usable answer. `run_id` and `cost` (US dollars) tell what was stored and paid all the same.

    `is_free` says that the vendor certainly bills nothing for the call that failed.
    """

    def __init__(self, message: str, *, outcome: Outcome, is_free: bool | None = None, **more: Any) -> None:
        super().__init__(message, **more)
        self.outcome = outcome
        self.is_free = outcome.is_free if is_free is None else is_free
        self.run_id: UUID | None = None
        self.cost = Decimal(0)


class LlmStopped(LlmError, Conflict):
    """The organization prevents the call: no vendor, no price, no budget, or a switch. Nothing is spent."""

    code = "llm_stopped"


class LlmUnavailable(LlmError, Temporary):
    """The vendor may answer later. The repeats of the call itself are used up."""

    code = "llm_unavailable"


class LlmMisconfigured(LlmError, Misconfigured):
    """The vendor rejects the account or the model until a person acts."""

    code = "llm_misconfigured"


class LlmUnusable(LlmError, VendorError):
    """Another try gives the same: too long, declined, cut off, or not as the schema wants it."""

    code = "llm_unusable"


def error_for(outcome: Outcome, message: str, **more: Any) -> LlmError:
    """Return the error of an outcome.

    Args:
        outcome: any but answered.
        message: a sentence for people.
        more: `vendor`, `status` and `retry_after`, where the vendor gave them; `is_free`.
    """
    if outcome in PREVENTED:
        return LlmStopped(message, outcome=outcome)
    if outcome in TEMPORARY:
        return LlmUnavailable(message, outcome=outcome, **more)
    more.pop("retry_after", None)
    kind = LlmUnusable if outcome in UNUSABLE else LlmMisconfigured
    return kind(message, outcome=outcome, **more)
