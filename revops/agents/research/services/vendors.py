"""What enrichment vendors know of a company's technology, as an insight with its source."""

from collections import Counter

from lead_intelligence.provenance.selectors.fields import ENRICHED, provenance
from revops.agents.research.domain.findings import Finding
from revops.agents.research.domain.kinds import InsightType, ResearchType
from revops.agents.research.domain.subject import Subject
from revops.agents.research.models.jobs import ResearchJob
from revops.agents.research.services.insights import Origin, store_findings
from revops.agents.research.services.queue import writing

TECH_STACK = "techStack"
MOST_NAMED = 12
"""Technologies in one sentence."""


def read_vendors(job: ResearchJob, subject: Subject) -> None:
    """Store the technologies that a vendor found. Values that a person typed are no finding.

    Raises: `LostJob`.
    """
    if subject.kind != ResearchType.COMPANY or job.contact_id is None:
        return
    found = next((each for each in provenance(job.contact_id) if each.field == TECH_STACK), None)
    if (
        found is None
        or found.source != ENRICHED
        or not isinstance(found.value, list | tuple)
        or not found.value
    ):
        return
    names = ", ".join(map(str, found.value[:MOST_NAMED]))
    finding = Finding.of_line(InsightType.TECH_STACK, f"{subject.company} uses {names}.", names)
    with writing(job) as row:
        origin = Origin(name=found.provider, published_at=found.at, read_at=found.at)
        store_findings(row, subject, origin, [finding], Counter())
