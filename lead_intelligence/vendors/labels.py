"""Outcomes of calls and states of circuits as people read them."""

from django.utils.translation import gettext_lazy as _

from lead_intelligence.vendors.domain.outcomes import Outcome
from mauntic.kernel.circuit import CircuitState

OUTCOMES = {
    Outcome.FOUND: _("Found"),
    Outcome.PARTIAL: _("Partly found"),
    Outcome.NOT_FOUND: _("Not found"),
    Outcome.PENDING: _("Pending"),
    Outcome.INVALID_INPUT: _("Not enough input"),
    Outcome.AUTH_FAILED: _("API key rejected"),
    Outcome.FORBIDDEN_PLAN: _("Not in plan"),
    Outcome.OUT_OF_CREDIT: _("Out of credit"),
    Outcome.RATE_LIMITED: _("Rate limited"),
    Outcome.LEGAL_BLOCK: _("Opted out"),
    Outcome.PROVIDER_ERROR: _("Vendor error"),
    Outcome.MALFORMED: _("Unreadable response"),
    Outcome.TRANSPORT_ERROR: _("Connection failed"),
}
CIRCUIT_STATES = {
    CircuitState.CLOSED: _("Closed"),
    CircuitState.OPEN: _("Open"),
    CircuitState.HALF_OPEN: _("Half open"),
}
OUTCOME_CHOICES = [(outcome.value, label) for outcome, label in OUTCOMES.items()]
CIRCUIT_CHOICES = [(state.value, label) for state, label in CIRCUIT_STATES.items()]


def outcome_label(outcome: Outcome) -> str:
    """Return the outcome of a call in the reader's language."""
    return str(OUTCOMES[outcome])
