"""The state of research about leads and companies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotFound
from revops.agents.research.domain.claims import Drop
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.labels import DROPS, RESEARCH_TYPES
from revops.agents.research.models.jobs import PageOutcome, ResearchJob
from revops.agents.search.labels import engine_name

SHOWN_JOBS = 10
_LABELS: Mapping[str, StrOrPromise] = {each.value: RESEARCH_TYPES[each] for each in ResearchType}


@dataclass(frozen=True, slots=True)
class ShownJob:
    """A job in words: what it looks at, how far it is, and what it dropped and why."""

    row: ResearchJob
    label: StrOrPromise
    pages: int
    done: int

    @property
    def engine(self) -> str:
        """Return the search engine that was asked; empty for none."""
        return engine_name(self.row.searched_with) if self.row.searched_with else ""

    @property
    def dropped(self) -> Sequence[tuple[str, int]]:
        """Return the reasons for which claims were dropped, the most frequent first."""
        found = sorted(self.row.dropped.items(), key=lambda each: (-each[1], each[0]))
        return [(str(DROPS[Drop(reason)]), count) for reason, count in found]


def jobs_of_lead(contact: Contact) -> list[ShownJob]:
    """Return the latest research about a lead and about the company of the lead, newest first."""
    about = Q(contact=contact, type=ResearchType.PERSON)
    about |= (
        Q(company=contact.company_id, type=ResearchType.COMPANY)
        if contact.company_id
        else Q(contact=contact, company=None)
    )
    return _shown(ResearchJob.objects.filter(about))


def jobs_of_company(company_id: UUID) -> list[ShownJob]:
    """Return the latest research about a company, newest first."""
    return _shown(ResearchJob.objects.filter(company=company_id, type=ResearchType.COMPANY))


def job_with_pages(job_id: UUID) -> ShownJob:
    """Return a job with its pages.

    Raises: `NotFound`.
    """
    found = _shown(ResearchJob.objects.filter(pk=job_id).prefetch_related("pages"))
    if not found:
        raise NotFound(_("This research does not exist."))
    return found[0]


def _shown(rows: QuerySet[ResearchJob]) -> list[ShownJob]:
    waiting = Q(pages__outcome=PageOutcome.PENDING) | Q(pages__outcome=PageOutcome.READ, pages__read_at=None)
    counted = rows.select_related("company", "contact", "requested_by").annotate(
        page_count=Count("pages"), waiting_count=Count("pages", filter=waiting)
    )
    return [
        ShownJob(row, _LABELS[row.type], row.page_count, row.page_count - row.waiting_count)
        for row in counted.order_by("-created_at", "-pk")[:SHOWN_JOBS]
    ]
