"""Agents, vendors and outcomes as people read them."""

from django.utils.translation import gettext_lazy as _

from mauntic.kernel.circuit import CircuitState
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.requests import Agent

RUNNING = "running"
AGENTS = {
    Agent.RESEARCH: _("Research"),
    Agent.SDR: _("SDR"),
    Agent.REPLIES: _("Replies"),
    Agent.INSPECTOR: _("Deal inspector"),
    Agent.COACH: _("Coach"),
    Agent.COPILOT: _("Email copilot"),
}
TASKS = {
    Agent.RESEARCH: _("Reads company pages and collects insights with quotes."),
    Agent.SDR: _("Qualifies prospects and writes the reasons."),
    Agent.REPLIES: _("Sorts replies that the rules leave open, and drafts answers."),
    Agent.INSPECTOR: _("Rewords the health of deals."),
    Agent.COACH: _("Reviews drafts and notes."),
    Agent.COPILOT: _("Drafts emails from insights and CRM facts."),
}
VENDOR_CHOICES = [
    ("anthropic", _("Anthropic")),
    ("openai", _("OpenAI")),
    ("compatible", _("OpenAI-compatible server")),
]
SEARCH_ENGINES = {
    "ai_vendor": _("Web search of the AI vendor"),
    "brave": _("Brave Search"),
    "searxng": _("SearXNG"),
}
PAID_CHOICES = [*VENDOR_CHOICES, ("brave", SEARCH_ENGINES["brave"]), ("searxng", SEARCH_ENGINES["searxng"])]
"""Whom a run may call: vendors of models, and search engines that agents use."""
OUTCOMES = {
    RUNNING: _("Running"),
    Outcome.ANSWERED: _("Answered"),
    Outcome.NO_VENDOR: _("No vendor"),
    Outcome.UNPRICED: _("No price"),
    Outcome.STOPPED: _("Switched off"),
    Outcome.OVER_BUDGET: _("Over budget"),
    Outcome.RATE_LIMITED: _("Rate limited"),
    Outcome.OVERLOADED: _("Overloaded"),
    Outcome.NO_ANSWER: _("No answer"),
    Outcome.AUTH_FAILED: _("API key rejected"),
    Outcome.OUT_OF_CREDIT: _("Out of credit"),
    Outcome.FORBIDDEN_PLAN: _("Not in plan"),
    Outcome.NO_SUCH_MODEL: _("Unknown model"),
    Outcome.BAD_ADDRESS: _("Address not allowed"),
    Outcome.TOO_LONG: _("Text too long"),
    Outcome.REJECTED: _("Request rejected"),
    Outcome.DECLINED: _("Model declined"),
    Outcome.CUT_OFF: _("Answer cut off"),
    Outcome.WRONG_SHAPE: _("Unusable answer"),
    Outcome.ABANDONED: _("Canceled"),
}
CIRCUIT_STATES = {
    CircuitState.CLOSED: _("Closed"),
    CircuitState.OPEN: _("Open"),
    CircuitState.HALF_OPEN: _("Half open"),
}
AGENT_CHOICES = [(agent.value, label) for agent, label in AGENTS.items()]
OUTCOME_CHOICES = [(str(outcome), label) for outcome, label in OUTCOMES.items()]
CIRCUIT_CHOICES = [(state.value, label) for state, label in CIRCUIT_STATES.items()]


def agent_name(agent: str) -> str:
    """Return the name of an agent."""
    return str(AGENTS[Agent(agent)])


def outcome_label(outcome: str) -> str:
    """Return the outcome of a run in the reader's language."""
    return str(dict(OUTCOME_CHOICES)[outcome])


def vendor_name(slug: str) -> str:
    """Return the name of a vendor in the reader's language."""
    return str(dict(VENDOR_CHOICES)[slug])
