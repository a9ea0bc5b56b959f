"""What every page of enrichment says above its own content."""

from typing import Any

from django import template
from django.template.context import RequestContext

from lead_intelligence.selectors.budgets import budgets_to_watch
from lead_intelligence.selectors.policy import stopped

register = template.Library()


@register.inclusion_tag("lead_intelligence/_money_notices.html", takes_context=True)
def money_notices(context: RequestContext) -> dict[str, Any]:
    """That paid look-ups are stopped, and which budgets run out; three queries."""
    user = context["user"]
    return {
        "policy": stopped(),
        "budgets": budgets_to_watch(),
        "may_change": user.is_authenticated and user.is_ops,
        "on_spend": "spend" in context,
        "csrf_token": context.get("csrf_token"),
    }
