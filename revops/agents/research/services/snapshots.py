"""Fetch the pages of a job, and keep them as they were."""

from dataclasses import asdict

from mauntic.kernel.clock import now
from mauntic.kernel.normalize import domain_of
from revops.agents.research.adapters.reading import ReadPage, read
from revops.agents.research.adapters.sites import NotFetched, Sites
from revops.agents.research.domain.structured import facts_of
from revops.agents.research.domain.subject import Subject, is_own_site
from revops.agents.research.models.jobs import PageOutcome, ResearchJob, ResearchPage
from revops.agents.research.services.queue import writing


def fetch_page(job: ResearchJob, page: ResearchPage, subject: Subject, sites: Sites) -> None:
    """Fetch a page and store what it says, or why it cannot be read.

    Raises: `LostJob`.
    """
    try:
        as_snapshot(page, read(sites.fetch(page.url), now()), subject)
    except NotFetched as error:
        page.outcome, page.words, page.fetched_at = error.outcome, error.words, now()
    with writing(job):
        page.save()


def as_snapshot(page: ResearchPage, found: ReadPage, subject: Subject) -> ResearchPage:
    """Fill a row with what a page says. Structured data is narrowed to the subject at once."""
    own = is_own_site(subject, domain_of(found.url) or "")
    page.final_url, page.title, page.language = found.url[:2_000], found.title, found.language
    page.text, page.fetched_at = found.text, now()
    page.published_at = found.published_at or page.published_at
    page.facts = [asdict(fact) for fact in facts_of(subject, found.data, found.graph, is_own_site=own)]
    page.technologies = dict(found.technologies) if own else {}
    is_empty = not (found.text or page.facts or page.technologies)
    page.outcome = PageOutcome.EMPTY if is_empty else PageOutcome.READ
    return page
