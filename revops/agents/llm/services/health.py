"""The health of vendors, which all workers of the organization share."""

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.kernel.clock import now
from revops.agents.llm.domain.errors import LlmError
from revops.agents.llm.domain.outcomes import UNUSABLE, Outcome
from revops.agents.llm.models.accounts import LlmAccount
from revops.agents.llm.services.alerts import tell_of_vendor

SICK = frozenset({Outcome.OVERLOADED, Outcome.NO_ANSWER})
CIRCUIT = ["circuit_state", "consecutive_failures", "opened_at", "probe_until"]


@transaction.atomic
def record(*, kind: str, error: LlmError | None) -> None:
    """Record the end of a call: in the circuit breaker, or by switching the vendor off.

    Args:
        kind: the vendor's account.
        error: None for an answer.
    """
    account = LlmAccount.objects.select_for_update().filter(pk=kind).first()
    if account is None:
        return
    if error is not None and error.outcome.disables_vendor:
        _disable(account, error)
        return
    if error is None or error.outcome in UNUSABLE:
        circuit = account.circuit.succeeded()
    else:
        is_sick = error.outcome in SICK
        circuit = account.circuit.failed(now()) if is_sick else account.circuit.undecided()
    if circuit != account.circuit:
        account.circuit = circuit
        account.save(update_fields=CIRCUIT)


def _disable(account: LlmAccount, error: LlmError) -> None:
    if not account.enabled:
        return
    account.enabled, account.disabled_reason = False, error.message[:300]
    account.save(update_fields=["enabled", "disabled_reason"])
    # The vendor's words stay in the settings: email leaves the organization.
    reasons = {
        Outcome.AUTH_FAILED: _("The vendor rejects the API key."),
        Outcome.OUT_OF_CREDIT: _("The credit is used up."),
        Outcome.FORBIDDEN_PLAN: _("The account may not use the model."),
    }
    tell_of_vendor(name=str(account), reason=reasons[error.outcome])
