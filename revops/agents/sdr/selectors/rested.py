"""The insights that suggested answers rest on, as they are now."""

from collections.abc import Collection, Mapping
from uuid import UUID

from mauntic.kernel.parsing import uuids
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.registry import Evidence
from revops.agents.facts.selectors.insights import insight_problem, insights_by_id

INSIGHT = "insight"
"""The key of facts that are insights. Their version is the id, and their value what the answer says of it."""


def evidence_of(rows: Collection[Proposal]) -> Mapping[str, Evidence]:
    """Return the evidence of the insights of proposals, by id as text; one query.

    It is not copied into proposals, so that it goes when a person who is named in it is erased.
    """
    return {
        str(pk): Evidence(
            text=each.row.content,
            before=each.before,
            quote=each.quote,
            after=each.after,
            source=each.row.source or each.row.url,
            url=each.row.url,
            dated=each.dated,
        )
        for pk, each in insights_by_id(_ids(rows)).items()
    }


def insight_changes(rows: Collection[Proposal]) -> Mapping[UUID, str]:
    """Return why the insights of proposals (contact loaded) do not hold any more, by proposal; one query."""
    insights = insights_by_id(_ids(rows))
    found = {}
    for row in rows:
        problems = (
            insight_problem(insights.get(pk), row.contact) for pk in _ids([row]) if row.contact is not None
        )
        if why := next(filter(None, problems), ""):
            found[row.pk] = why
    return found


def _ids(rows: Collection[Proposal]) -> list[UUID]:
    # Proposals of earlier releases name their sources by this key, without a version.
    return uuids(fact["version"] for row in rows for fact in row.facts if fact["key"] == INSIGHT)
