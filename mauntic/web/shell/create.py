"""The menu "New": what can be created on every page, with the open record filled in."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from mauntic.kernel.translation import gettext as _

# The open record, by the part of the URL that holds its id.
_RECORDS = {"contact_id": "contact", "deal_id": "deal", "company_id": "company"}


@dataclass(frozen=True, slots=True)
class New:
    """Something to create: `letter` follows `c`."""

    name: str
    label: str
    url: str
    letter: str


def creatable(request: HttpRequest) -> list[New]:
    """Return the entries of the menu, for the record whose page is open. They lead back to this page."""
    query = urlencode(open_record(request) | {"next": request.get_full_path()})
    entries = (
        ("lead", _("Lead"), reverse("lead-new"), "l"),
        ("deal", _("Deal"), reverse("revops:deal-new"), "d"),
        ("company", _("Company"), reverse("company-new"), "c"),
        ("task", _("Task"), reverse("task-new"), "t"),
        ("note", _("Note"), reverse("note-new"), "n"),
    )
    return [New(name, label, f"{url}?{query}", letter) for name, label, url, letter in entries]


def open_record(request: HttpRequest) -> dict[str, str]:
    """Return the ids of the record whose page is open, by kind. Empty on other pages."""
    match = request.resolver_match
    parts = match.kwargs if match else {}
    return {kind: str(parts[name]) for name, kind in _RECORDS.items() if name in parts}
