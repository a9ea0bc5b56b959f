"""Which vendor and model answer an agent."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from mauntic.kernel.clock import now
from revops.agents.llm.adapters.base import Limits, LlmVendor
from revops.agents.llm.adapters.registry import VENDORS
from revops.agents.llm.domain.ceilings import MOST_INPUT, seconds_for
from revops.agents.llm.domain.errors import LlmError, error_for
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.prices import Prices, input_tokens, most_of
from revops.agents.llm.domain.requests import Agent, LlmRequest
from revops.agents.llm.labels import agent_name
from revops.agents.llm.models.accounts import LlmAccount, LlmModel
from revops.agents.llm.models.budgets import AgentPolicy, AgentSettings


@dataclass(frozen=True, slots=True)
class Line:
    """A vendor with the model to call, its limits, and the most that the call can cost (US dollars)."""

    vendor: LlmVendor
    model: str
    prices: Prices
    limits: Limits
    most: Decimal

    @property
    def slug(self) -> str:
        """Return the slug of the vendor."""
        return self.vendor.slug


def vendor_of(account: LlmAccount) -> LlmVendor:
    """Return the vendor of an account, ready to be called."""
    return VENDORS[account.kind](
        key=account.key, base_url=account.base_url, private=settings.MAUNTIC_LLM_PRIVATE_SERVERS
    )


def policy() -> AgentPolicy:
    """Return the policy of the organization; the defaults if nobody changed them."""
    return AgentPolicy.objects.select_related("stopped_by").first() or AgentPolicy()


def check_is_on(agent: Agent) -> tuple[AgentPolicy, AgentSettings | None]:
    """Return the rules of the organization and of an agent that may call.

    Raises: `LlmStopped` if all agents are stopped, or this one.
    """
    rules, own = policy(), AgentSettings.objects.filter(pk=agent).first()
    if rules.stopped_at:
        raise error_for(Outcome.STOPPED, _("All AI agents are stopped."))
    if own and not own.is_on:
        raise error_for(Outcome.STOPPED, _("{agent} is switched off.").format(agent=agent_name(agent)))
    return rules, own


def lines_for(agent: Agent, request: LlmRequest[Any]) -> Sequence[Line]:
    """Return the lines to try, in order; more than one only if the organization allows another vendor.

    Raises: `LlmStopped` if there is none, with the reason, `LlmUnusable` if the request is too long.
    """
    if input_tokens(request) > MOST_INPUT:
        raise error_for(Outcome.TOO_LONG, _("The text is too long for a model."))
    rules, own = check_is_on(agent)
    models = _models(own.model_id if own else None)
    if not models:
        raise error_for(Outcome.NO_VENDOR, _why_no_model())
    models = models if rules.allows_other_vendor else models[:1]
    found = [_line(model, request) for model in models]
    lines = [each for each in found if isinstance(each, Line)]
    if not lines:
        raise next(each for each in found if isinstance(each, LlmError))
    return lines


def _models(chosen: object) -> list[LlmModel]:
    """Return the chosen model, then the default model of each other vendor by position."""
    rows = LlmModel.objects.select_related("account").filter(account__enabled=True)
    rows = rows.order_by("account__position", "account", "-is_default", "created_at")
    first = [row for row in rows if row.pk == chosen]
    by_vendor: dict[str, LlmModel] = {row.account_id: row for row in first}
    for row in rows:
        by_vendor.setdefault(row.account_id, row)
    return list(by_vendor.values())


def _why_no_model() -> str:
    """Return why there is no model to call. The vendor's own words stay in the settings."""
    accounts = list(LlmAccount.objects.all())
    if not accounts:
        return _("No AI vendor is connected.")
    bare = next((each for each in accounts if each.enabled), None)
    if bare is None:
        return _("{vendor} is switched off. Ops see why in Settings, Agents.").format(vendor=accounts[0])
    text = _("{vendor} is connected without a model. Ops add one in Settings, Agents.")
    return text.format(vendor=bare)


def _line(model: LlmModel, request: LlmRequest[Any]) -> Line | LlmError:
    """Return the line of a model, or why it cannot be called."""
    vendor, prices = vendor_of(model.account), model.prices
    if vendor.needs_key and not vendor.key:
        message = _("Enter the API key of {vendor}.").format(vendor=vendor.name)
        return error_for(Outcome.NO_VENDOR, message)
    if prices is None:
        message = _("Enter the prices of {model} first.").format(model=model.name)
        return error_for(Outcome.UNPRICED, message)
    if request.search and not vendor.can_search:
        message = _("{vendor} has no web search.").format(vendor=vendor.name)
        return error_for(Outcome.NO_VENDOR, message)
    if request.search and model.search_price is None:
        message = _("Enter the price of a web search with {model} first.").format(model=model.name)
        return error_for(Outcome.UNPRICED, message)
    if not model.account.circuit.lets_through(now()):
        message = _("{vendor} failed several times and is left alone for a minute.").format(
            vendor=vendor.name
        )
        return error_for(Outcome.OVERLOADED, message, vendor=vendor.name)
    tokens = request.max_tokens + model.thinking_tokens
    limits = Limits(tokens=tokens, seconds=seconds_for(tokens))
    most = most_of(request, prices, tokens=tokens)
    return Line(vendor=vendor, model=model.name, prices=prices, limits=limits, most=most)
