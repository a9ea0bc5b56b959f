"""Addresses of the pages of workflows and journeys."""

from typing import Any

from django import template

from mauntic.automation.registry.pages import address_of

register = template.Library()


@register.simple_tag
def automation_url(kind: str, name: str = "", *args: Any) -> str:
    """Return the address of a page of workflows or journeys: see `registry.pages.address_of`."""
    return address_of(kind, name, *args)
