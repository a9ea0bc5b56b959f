"""What agents have to say on pages of other topics."""

from typing import Any

from django import template

from mauntic.accounts.models import User
from mauntic.delivery.models import Reply
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.selectors.queue import pending_about
from revops.agents.approvals.selectors.shown import changes
from revops.agents.llm.models.budgets import AgentPolicy
from revops.agents.llm.selectors.lines import policy

register = template.Library()


@register.simple_tag(takes_context=True)
def suggested_answer(context: dict[str, Any], reply: Reply) -> Proposal | None:
    """Return the answer to a reply that the user can approve; None if none waits or its ground changed."""
    user = context["request"].user
    found = pending_about(user, reply.pk) if isinstance(user, User) else None
    return found if found and not changes([found]) else None


@register.simple_tag
def agents_stopped() -> AgentPolicy:
    """Return the policy of the organization, which says whether and by whom all agents were stopped."""
    return policy()
