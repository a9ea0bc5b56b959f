"""Insights of research as facts, and why one of them does not hold any more."""

from collections.abc import Collection, Mapping
from uuid import UUID

from mauntic.crm.models import Contact
from mauntic.kernel.translation import gettext as _
from revops.agents.facts.domain.facts import Fact
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.selectors.insights import ShownInsight, insights_of_lead, ranked, shown

MOST_INSIGHTS = 8
"""Insights that one text may rest on: more make a prompt longer, and no text better."""


def insight_facts(contact: Contact) -> list[Fact]:
    """Return the best insights about a lead and its company that are good enough now; one query."""
    best = [each for each in ranked(insights_of_lead(contact), limit=MOST_INSIGHTS) if not each.has_faded]
    return [_fact(number, each) for number, each in enumerate(best, 1)]


def insights_by_id(ids: Collection[UUID]) -> Mapping[UUID, ShownInsight]:
    """Return insights with their evidence as it is now, by id; those that were deleted are missing."""
    rows = ResearchInsight.objects.filter(pk__in=ids) if ids else ()
    return {each.row.pk: each for each in shown(rows)}


def insight_problem(insight: ShownInsight | None, contact: Contact) -> str:
    """Return why nothing that is said to a lead may rest on an insight any more; empty if it may.

    Args:
        insight: None if it was deleted.
        contact: the lead.
    """
    if insight is None:
        return _("An insight that the text rests on was deleted.")
    row = insight.row
    if row.contact_id != contact.pk and (row.company_id is None or row.company_id != contact.company_id):
        return _("An insight that the text rests on is not about this lead any more.")
    if insight.has_faded:
        return _("An insight that the text rests on is too old by now.")
    return ""


def _fact(number: int, insight: ShownInsight) -> Fact:
    row = insight.row
    return Fact(
        id=f"insight-{number}",
        # On one line: a line of its own would look like another fact to a model.
        text=" ".join(row.content.split()),
        source=row.source or row.url or str(insight.label),
        url=row.url,
        quote=row.sentence,
        dated=insight.dated,
        insight_id=row.pk,
    )
