"""Call a model: reserved in the budget, recorded as a run, and settled."""

from django.utils.translation import gettext as _

from revops.agents.llm.domain.answers import LlmAnswer
from revops.agents.llm.domain.errors import LlmStopped
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.requests import LlmRequest, Purpose, T


def complete(*, request: LlmRequest[T], purpose: Purpose) -> LlmAnswer[T]:
    """Call the model of an agent and return its whole answer.

    The call must not run inside a transaction: the reservation has to be visible to other workers.

    Args:
        request: what is asked.
        purpose: who asks, and for whom.

    Raises: `LlmStopped` without a vendor, a price or money, `LlmUnavailable`, `LlmMisconfigured`,
        `LlmUnusable`; all are an `LlmError`.
    """
    del request, purpose  # until vendors can be connected
    raise LlmStopped(_("No AI vendor is connected."), outcome=Outcome.NO_VENDOR)
