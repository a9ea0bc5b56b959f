"""The card of insights on the pages of leads and companies."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from mauntic.crm.models import Contact
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.selectors.insights import (
    SHOWN,
    ShownInsight,
    insights_of_company,
    insights_of_lead,
    ranked,
)
from revops.agents.research.selectors.jobs import ShownJob, jobs_of_company, jobs_of_lead

MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Card:
    """The best insights with the state of research. `back` is the page that shows the card."""

    best: Sequence[ShownInsight]
    count: int
    jobs: Sequence[ShownJob]
    is_of_lead: bool
    back: str
    all_url: str
    card_url: str
    start_url: str

    @property
    def open_jobs(self) -> list[ShownJob]:
        """Return the jobs that wait or run."""
        return [each for each in self.jobs if each.row.is_open]

    @property
    def last(self) -> ShownJob | None:
        """Return the job that ended last."""
        return next((each for each in self.jobs if not each.row.is_open), None)

    @property
    def more(self) -> int:
        """Return how many insights the card does not show."""
        return max(self.count - SHOWN, 0)


def card_of_lead(contact: Contact) -> Card:
    """Return the card of a lead."""
    return _card("lead", contact.pk, insights_of_lead(contact), jobs_of_lead(contact))


def card_of_company(company_id: UUID) -> Card:
    """Return the card of a company."""
    return _card("company", company_id, insights_of_company(company_id), jobs_of_company(company_id))


def _card(page: str, pk: UUID, rows: QuerySet[ResearchInsight], jobs: Sequence[ShownJob]) -> Card:
    return Card(
        best=ranked(rows),
        count=rows[:MOST_COUNTED].count(),
        jobs=jobs,
        is_of_lead=page == "lead",
        back=reverse(page, args=[pk]),
        all_url=reverse(f"revops:research-{page}", args=[pk]),
        card_url=reverse(f"revops:research-{page}-card", args=[pk]),
        start_url=reverse(f"revops:research-{page}-start", args=[pk]),
    )
