"""Search the web, as the organization has set it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import structlog
from django.utils.translation import gettext as _

from revops.agents.llm.domain.answers import Source
from revops.agents.llm.domain.errors import LlmError, error_for
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.requests import Agent, Purpose
from revops.agents.llm.services.alerts import tell_of_vendor
from revops.agents.llm.services.paid import Service, search_once
from revops.agents.search.adapters import ai_vendor
from revops.agents.search.domain.results import Result, SearchQuery
from revops.agents.search.models import SearchAccount
from revops.agents.search.selectors import AI_VENDOR, engine_of

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found and cost (US dollars). `problem` is why it failed, in a sentence."""

    results: Sequence[Result] = ()
    cost: Decimal = Decimal(0)
    problem: str = ""


def search(
    *,
    account: SearchAccount,
    query: SearchQuery,
    contact_id: UUID | None = None,
    company_id: UUID | None = None,
) -> Found:
    """Search with an engine. Its money is reserved first and settled afterwards; the search is a run.

    Must not run inside a transaction. An engine that rejects its account is switched off, and admins get an
    email.

    Args:
        account: the engine.
        query: what to search for.
        contact_id: whose name the query has: the run is erased with the contact.
        company_id: the company that it is about.

    Returns: what was found. A failure is a result, too.
    """
    purpose = Purpose(
        agent=Agent.RESEARCH,
        prompt=ai_vendor.SEARCH.name,
        version=ai_vendor.SEARCH.version,
        contact_id=contact_id,
        company_id=company_id,
    )
    try:
        if account.kind == AI_VENDOR:
            results, cost = ai_vendor.find(query, purpose)
        else:
            results, cost = _asked(account, query, purpose)
    except LlmError as error:
        if account.kind != AI_VENDOR and error.outcome.disables_vendor:
            _switch_off(account, error)
        return Found(cost=error.cost, problem=error.message)
    return Found(results, cost)


def _asked(account: SearchAccount, query: SearchQuery, purpose: Purpose) -> tuple[Sequence[Result], Decimal]:
    price = account.price_of_one
    if price is None:
        message = _("Enter the price of a search with {engine} first.").format(engine=account)
        raise error_for(Outcome.UNPRICED, message)
    engine = engine_of(account)
    return search_once(
        service=Service(account.kind, "web search", price),
        purpose=purpose,
        words=query.words,
        call=lambda: engine.find(query),
        sources=lambda found: [Source(each.url, each.title) for each in found],
    )


def _switch_off(account: SearchAccount, error: LlmError) -> None:
    """Switch an engine off. Of two searches that fail at once, one tells admins."""
    row = SearchAccount.objects.filter(pk=account.pk, is_used=True, updated_at=account.updated_at)
    if row.update(is_used=False, problem=error.message[:300]):
        tell_of_vendor(name=str(account), reason=error.message)
