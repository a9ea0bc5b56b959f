"""Value findings, and store those that are good enough."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mauntic.kernel.clock import now
from revops.agents.research.domain.claims import Drop
from revops.agents.research.domain.findings import Finding
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.domain.quality import Quality, freshness, relevance
from revops.agents.research.domain.shingles import uniqueness
from revops.agents.research.domain.subject import Subject
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import ResearchJob, ResearchPage

MOST_COMPARED = 500
"""Latest insights that a new one is compared with."""
EVIDENCE = ("url", "source", "published_at", "read_at", "job", "page", "quote", "sentence")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where findings come from: a page, or a vendor without one."""

    url: str = ""
    name: str = ""
    published_at: datetime | None = None
    read_at: datetime | None = None
    page: ResearchPage | None = None

    @classmethod
    def of(cls, page: ResearchPage) -> "Origin":
        """Return a page as origin."""
        return cls(page.final_url, page.title, page.published_at, page.fetched_at, page)


def store_findings(
    job: ResearchJob, subject: Subject, origin: Origin, findings: Sequence[Finding], dropped: Counter[str]
) -> None:
    """Store findings, and count them on the job, which the caller has locked and saves.

    An insight that is known is confirmed: it gets the new evidence and date. Of two that are alike, the first
    stays. What a person knows already is not lost when it is no longer good enough; it fades.

    Args:
        job: the locked row.
        subject: whom it is about.
        origin: where the findings come from.
        findings: of one origin, the most useful first.
        dropped: claims that were dropped before, by reason.
    """
    about = _about(job, subject)
    known = list(ResearchInsight.objects.filter(**about).order_by("-read_at", "-pk")[:MOST_COMPARED])
    same_words = ResearchInsight.objects.filter(**about, digest__in={each.digest for each in findings})
    by_key = {(each.type, each.digest): each for each in same_words}
    contents = [each.content for each in known]
    made: list[ResearchInsight] = []
    confirmed: dict[object, ResearchInsight] = {}
    for finding in findings:
        row = _row(job, origin, finding)
        same = by_key.get((row.type, row.digest))
        if same:
            confirmed[same.pk] = _confirm(same, row)
            continue
        quality = _quality(finding, origin, contents, subject)
        if not quality.is_kept:
            dropped[Drop.LOW_QUALITY] += 1
            continue
        row.relevance, row.uniqueness = quality.relevance, quality.uniqueness
        row.company, row.contact = about["company"], about["contact"]
        made.append(row)
        by_key[row.type, row.digest] = row
        contents.append(finding.content)
    again = [row for row in confirmed.values() if row not in made]
    ResearchInsight.objects.bulk_create(made)
    ResearchInsight.objects.bulk_update(again, EVIDENCE)
    job.insights_found += len(made)
    job.insights_confirmed += len(again)
    job.dropped = dict(Counter(job.dropped) + dropped)


def _about(job: ResearchJob, subject: Subject) -> dict[str, Any]:
    """Return whose the insights are: a person's, a company's, or the lead's if no company is known."""
    is_of_lead = subject.kind == ResearchType.PERSON or job.company is None
    return {"contact": job.contact if is_of_lead else None, "company": None if is_of_lead else job.company}


def _quality(finding: Finding, origin: Origin, contents: Sequence[str], subject: Subject) -> Quality:
    return Quality(
        relevance(finding.kind, is_own_site=finding.is_own_site, is_specific=finding.is_specific),
        freshness(finding.kind, dated=origin.published_at, read_at=origin.read_at or now(), now=now()),
        uniqueness(finding.content, contents, ignored=subject.words),
    )


def _row(job: ResearchJob, origin: Origin, finding: Finding) -> ResearchInsight:
    return ResearchInsight(
        type=finding.kind,
        content=finding.content,
        quote=finding.quote,
        sentence=finding.sentence,
        url=origin.url,
        source=origin.name[:300],
        published_at=origin.published_at,
        read_at=origin.read_at or now(),
        digest=finding.digest,
        is_by_model=finding.is_by_model,
        job=job,
        page=origin.page,
    )


def _confirm(known: ResearchInsight, found: ResearchInsight) -> ResearchInsight:
    for name in EVIDENCE:
        setattr(known, name, getattr(found, name))
    return known
