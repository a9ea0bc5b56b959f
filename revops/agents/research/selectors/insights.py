"""Insights about leads and companies, with their evidence, as pages and the API show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django_stubs_ext import StrOrPromise

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from revops.agents.research.domain.folding import fold
from revops.agents.research.domain.kinds import InsightType
from revops.agents.research.domain.quality import Quality
from revops.agents.research.labels import INSIGHT_TYPES
from revops.agents.research.models.insights import ResearchInsight

MOST_RANKED = 500
"""Latest insights among which the best are looked for."""
SHOWN = 5


@dataclass(frozen=True, slots=True)
class ShownInsight:
    """An insight with its quality now. The sentence is cut around the quote, to mark it."""

    row: ResearchInsight
    quality: Quality
    before: str
    quote: str
    after: str

    @property
    def label(self) -> StrOrPromise:
        """Return the name of its type."""
        return INSIGHT_TYPES[InsightType(self.row.type)]

    @property
    def has_faded(self) -> bool:
        """Return whether it is too old by now to be kept if it were found today."""
        return not self.quality.is_kept

    @property
    def dated(self) -> datetime:
        """Return when its source was published, else when it was read."""
        return self.row.published_at or self.row.read_at


def insights_of_lead(contact: Contact) -> QuerySet[ResearchInsight]:
    """Return the insights about a lead and about the company of the lead, latest first."""
    about = Q(contact=contact)
    if contact.company_id:
        about |= Q(company=contact.company_id)
    return _latest(about)


def insights_of_company(company_id: UUID) -> QuerySet[ResearchInsight]:
    """Return the insights about a company, latest first."""
    return _latest(Q(company=company_id))


def ranked(rows: QuerySet[ResearchInsight], *, limit: int = SHOWN) -> list[ShownInsight]:
    """Return the insights with the highest quality now, best first, with their evidence."""
    found = shown(rows[:MOST_RANKED])
    return sorted(found, key=lambda each: (-each.quality.value, each.row.content))[:limit]


def shown(rows: Iterable[ResearchInsight]) -> list[ShownInsight]:
    """Return insights with their evidence, in the given order."""
    at = now()
    return [ShownInsight(row, row.quality_at(at), *_around(row.sentence, row.quote)) for row in rows]


def _latest(about: Q) -> QuerySet[ResearchInsight]:
    return ResearchInsight.objects.filter(about).order_by("-read_at", "-pk")


def _around(sentence: str, quote: str) -> tuple[str, str, str]:
    """Return what stands before the quote, the quote, and what follows.

    Where the two are typed differently, as with other dashes, both are folded.
    """
    for text, part in ((sentence, quote), (fold(sentence), fold(quote).strip("\"' "))):
        before, found, after = text.partition(part) if part else ("", "", "")
        if found:
            return before, found, after
    return "", sentence, ""
