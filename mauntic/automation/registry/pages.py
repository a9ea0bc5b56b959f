"""Where the pages of workflows and journeys are: the contexts above say it."""

from uuid import UUID

from django.urls import reverse

_names: dict[str, str] = {}


def register_page(kind: str, url_name: str) -> None:
    """Say the name of the URL of a workflow's or a journey's page, which takes its id."""
    _names[kind] = url_name


def page_of(kind: str, definition_id: UUID) -> str:
    """Return the address of the page of a workflow or journey. Empty if it has none."""
    return reverse(_names[kind], args=[definition_id]) if kind in _names else ""
