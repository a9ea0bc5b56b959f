"""Prospects by recommendation."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from mauntic.accounts.models import User
from mauntic.kernel.db.counting import CountText, count_words
from mauntic.kernel.parsing import uuids
from revops.prospects.models import Prospect, Recommended
from revops.sequences.selectors.contacted import Contacted, contacted, without_contacted

MINE, NOBODY = "me", "none"
"""Owners beside the ids of people."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A recommendation with the number of its leads."""

    name: str
    label: str
    count: CountText


@dataclass(frozen=True, slots=True)
class Shown:
    """A prospect, and why the lead is not new; None if nobody wrote to the lead yet."""

    prospect: Prospect
    contacted: Contacted | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which prospects a person wants to see.

    Args:
        by: the person.
        owner: `MINE`, `NOBODY`, the id of a person, or empty for any.
        with_contacted: whether leads who were written to, are in a sequence or suppressed are shown as well.
    """

    by: User
    owner: str = ""
    with_contacted: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Return whether the person chose anything."""
        return bool(self.owner) or self.with_contacted

    def of(self, rows: QuerySet[Prospect]) -> QuerySet[Prospect]:
        """Return those of the rows that are wanted."""
        if not self.with_contacted:
            rows = without_contacted(rows)
        if self.owner == MINE:
            return rows.filter(contact__owner=self.by)
        if self.owner == NOBODY:
            return rows.filter(contact__owner=None)
        owner = uuids([self.owner])
        return rows.filter(contact__owner__in=owner) if owner else rows


def prospects(recommendation: str = "") -> QuerySet[Prospect]:
    """Return the qualified leads, which are open to everyone in the organization.

    Args:
        recommendation: narrows them; empty means all.
    """
    rows = Prospect.objects.select_related("contact__company", "contact__owner")
    return rows.filter(recommendation=recommendation) if recommendation else rows


def shown(rows: Sequence[Prospect]) -> list[Shown]:
    """Return prospects, each with why the lead is not new."""
    found = contacted([row.contact for row in rows])
    return [Shown(row, found.get(row.contact_id)) for row in rows]


def tabs(wanted: Wanted) -> list[Tab]:
    """Return the recommendations with their numbers of wanted leads, in the order of the pages."""
    rows = wanted.of(Prospect.objects.all())
    return [
        Tab(each.value, str(each.label), count_words(rows.filter(recommendation=each)))
        for each in Recommended
    ]


def prospect_of(contact_id: UUID) -> Prospect | None:
    """Return the result of a lead; None if it was not qualified yet."""
    return Prospect.objects.filter(contact=contact_id).first()
