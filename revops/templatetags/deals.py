"""Parts of the pages of deals that have their own engine."""

from collections.abc import Sequence

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from revops.pipeline.selectors.cards import Card

register = template.Library()


@register.simple_tag
def deal_cards(cards: Sequence[Card]) -> SafeString:
    """Cards of the board. Jinja compiles the template: 300 cards take Django's engine a fifth of a second."""
    context = {"cards": cards, "deals_url": reverse("revops:deals")}
    rendered = render_to_string("revops/pipeline/_cards.jinja", context, using="jinja2")
    return mark_safe(rendered)  # noqa: S308 (Jinja has escaped it)
