"""Parts of the pages of deals that have their own engine."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from revops.pipeline.selectors.cards import Card
from revops.pipeline.selectors.rows import DealRow

register = template.Library()


@register.simple_tag
def deal_cards(cards: Sequence[Card]) -> SafeString:
    """Cards of the board. Jinja compiles the template: 300 cards take Django's engine a fifth of a second."""
    context = {"cards": cards, "deals_url": reverse("revops:deals")}
    rendered = render_to_string("revops/pipeline/_cards.jinja", context, using="jinja2")
    return mark_safe(rendered)  # noqa: S308 (Jinja has escaped it)


@register.simple_tag(takes_context=True)
def deal_rows(context: template.Context, rows: Sequence[DealRow]) -> SafeString:
    """Rows of the table, by Jinja as the cards. The field `editing` of the deal `edited` is a form."""
    query = context.get("query", "")
    values = {
        "rows": [_with_form(row, context) for row in rows],
        "table_url": reverse("revops:deals"),
        "companies_url": reverse("companies"),
        "leads_url": reverse("leads"),
        "query": f"{query}&" if query else "",
    }
    rendered = render_to_string("revops/pipeline/_deal_rows.jinja", values, using="jinja2")
    return mark_safe(rendered)  # noqa: S308 (Jinja has escaped it)


def _with_form(row: DealRow, context: template.Context) -> dict[str, Any]:
    """Return the values of a row, with the form of the field that is edited in it."""
    values: dict[str, Any] = row.values()
    form = context.get("form")
    if form is None or context.get("edited") != row.deal.pk:
        return values
    given = {
        "deal": row.deal,
        "form": form,
        "editing": context["editing"],
        "back": context.get("back") or context["request"].get_full_path(),
    }
    rendered = render_to_string("revops/pipeline/_deal_form.html", given, context["request"])
    return values | {"form": rendered, "editing": context["editing"]}
