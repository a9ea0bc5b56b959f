"""Template tags of enrichment."""

from typing import Any

from django import template
from django.template.context import RequestContext

from lead_intelligence.quality.labels import action_label
from lead_intelligence.spending.selectors.budgets import budgets_to_watch
from lead_intelligence.spending.selectors.kill_switch import stopped

register = template.Library()
register.filter("action_label", action_label)


@register.inclusion_tag("lead_intelligence/spending/_money_notices.html", takes_context=True)
def money_notices(context: RequestContext) -> dict[str, Any]:
    """Show whether paid lookups are stopped and which budgets run out; three queries."""
    user = context["user"]
    return {
        "policy": stopped(),
        "budgets": budgets_to_watch(),
        "may_change": user.is_authenticated and user.is_ops,
        "on_spend": "spend" in context,
        "csrf_token": context.get("csrf_token"),
    }
