"""Read a page of a job: what it tells programs, and what a model finds in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from mauntic.kernel.clock import now
from mauntic.kernel.normalize import domain_of
from mauntic.kernel.values.stored_text import without_unstorable
from revops.agents.llm.domain.errors import LlmError, LlmUnusable
from revops.agents.llm.domain.requests import Agent, Purpose
from revops.agents.llm.services.calls import complete
from revops.agents.research.domain.claims import Checked, Checker, Claim, Drop, Source
from revops.agents.research.domain.findings import Finding
from revops.agents.research.domain.kinds import InsightType, ResearchType
from revops.agents.research.domain.reader import MOST_CLAIMS, READ, ReaderClaim, reader_request
from revops.agents.research.domain.subject import Subject, is_own_site
from revops.agents.research.models.jobs import PageOutcome, ResearchJob, ResearchPage
from revops.agents.research.services.insights import Origin, store_findings
from revops.agents.research.services.queue import writing


@dataclass(slots=True)
class Reader:
    """The model that reads the pages of one job, until it cannot: `problem` says why, in a sentence."""

    job: ResearchJob
    subject: Subject
    problem: str = ""
    name: str = ""

    def read(self, page: ResearchPage) -> "Reading":
        """Return the checked claims of a model about a page, and how many were dropped by reason.

        The call has no tools. What it returns is data: claims that are checked, and nothing else.
        """
        source = _source(page)
        checker = Checker(self.subject, source)
        if self.problem or not checker.is_about:
            return Reading()
        if not _is_first(page):
            return Reading(dropped=Counter({Drop.INTERRUPTED.value: 1}))
        try:
            answer = complete(
                request=reader_request(self.subject, source, page.final_url), purpose=self._purpose(page)
            )
        except LlmUnusable as error:
            # Refused, cut off or malformed: this page has no claims, the next one may.
            return Reading(dropped=Counter({Drop.UNREADABLE.value: 1}), cost=error.cost)
        except LlmError as error:
            self.problem = error.message
            return Reading(cost=error.cost)
        self.name = answer.model
        return self._checked(checker, answer.data.claims, answer.cost)

    def _checked(self, checker: Checker, claims: Sequence[ReaderClaim], cost: Decimal) -> "Reading":
        verdicts = [checker.check(_claim(each)) for each in claims[:MOST_CLAIMS]]
        return Reading(
            [Finding.of_claim(each) for each in verdicts if isinstance(each, Checked)],
            Counter(each.value for each in verdicts if isinstance(each, Drop)),
            cost,
        )

    def _purpose(self, page: ResearchPage) -> Purpose:
        return Purpose(
            agent=Agent.RESEARCH,
            prompt=READ.name,
            version=READ.version,
            contact_id=self.job.contact_id,
            company_id=self.job.company_id,
            evidence=({"kind": "research_page", "id": str(page.pk), "url": page.final_url},),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model found on a page."""

    findings: Sequence[Finding] = ()
    dropped: Counter[str] = field(default_factory=Counter)
    cost: Decimal = Decimal(0)


def read_page(page: ResearchPage, reader: Reader) -> None:
    """Store the insights of a page, together with the mark that it is read. The model is called outside of
    it.

    Raises: `LostJob`.
    """
    job, subject = reader.job, reader.subject
    reading = reader.read(page) if page.text else Reading()
    findings = [*_structured(page, subject), *reading.findings]
    with writing(job) as row:
        store_findings(row, subject, Origin.of(page), findings, reading.dropped)
        row.cost += reading.cost
        row.reader = reader.name[:120] or row.reader
        row.problem = reader.problem[:500]
        ResearchPage.objects.filter(pk=page.pk).update(read_at=now())


def _is_first(page: ResearchPage) -> bool:
    """Mark that a model is asked about a page; False if it was before, by a worker that died.

    Whether that call was billed is unknown, so it is not made again.
    """
    return ResearchPage.objects.filter(pk=page.pk, asked_at=None).update(asked_at=now()) == 1


def _claim(given: ReaderClaim) -> Claim:
    return Claim(*(without_unstorable(each) for each in (given.type, given.claim, given.quote)))


def unread_pages(job: ResearchJob) -> list[ResearchPage]:
    """Return the pages that were fetched and not read yet, in order."""
    return list(job.pages.filter(outcome=PageOutcome.READ, read_at=None))


def _structured(page: ResearchPage, subject: Subject) -> list[Finding]:
    own = is_own_site(subject, domain_of(page.final_url) or "")
    found = [
        Finding.of_line(InsightType(each["kind"]), each["content"], each["line"], is_own_site=own)
        for each in page.facts
    ]
    if subject.kind == ResearchType.PERSON:
        return found
    return found + [
        Finding.of_line(InsightType.TECH_STACK, f"{subject.company} uses {name}.", line)
        for name, line in page.technologies.items()
    ]


def _source(page: ResearchPage) -> Source:
    return Source(domain_of(page.final_url) or "", page.title, page.text, page.language)
