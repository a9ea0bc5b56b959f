"""Choose the pages that a job looks at."""

from collections.abc import Iterable
from itertools import chain

from mauntic.kernel.clock import now
from mauntic.kernel.normalize import domain_of
from revops.agents.research.adapters.reading import ReadPage, read
from revops.agents.research.adapters.sitemaps import sitemap_pages
from revops.agents.research.adapters.sites import NotFetched, Sites
from revops.agents.research.domain.page_choice import Candidate, absolute, choose
from revops.agents.research.domain.subject import Subject
from revops.agents.research.models.jobs import ResearchJob, ResearchPage
from revops.agents.research.services.queue import writing
from revops.agents.research.services.snapshots import as_snapshot
from revops.agents.research.services.web import search_web

LONGEST_ADDRESS = 2_000


def plan(job: ResearchJob, subject: Subject, sites: Sites) -> None:
    """Read the start page of the company's site, and store it with the addresses of the pages to read: those
    of the site, and those that a web search finds if the organization uses one.

    A job that was interrupted keeps its plan.

    Raises: `LostJob`.
    """
    if job.is_planned:
        return
    home, page = _home(subject, sites)
    found: list[str] = []
    if page:
        candidates = chain(_linked(page), sitemap_pages(sites, page.url))
        short = (each for each in candidates if len(each.url) <= LONGEST_ADDRESS)
        own = (each for each in short if domain_of(each.url) == domain_of(page.url))
        found = [
            url
            for url in choose(own, kind=subject.kind, person=subject.person)
            if url.rstrip("/") != page.url.rstrip("/")
        ]
    web = search_web(job, subject, known=[home.url, *found])
    with writing(job) as row:
        row.pages.all().delete()
        row.cost += web.cost
        row.search_problem = web.problem[:300]
        rows = [home, *(ResearchPage(url=url) for url in found), *web.pages]
        for position, each in enumerate(rows):
            each.job, each.position = row, position
        ResearchPage.objects.bulk_create(rows)
        row.is_planned = job.is_planned = True


def _home(subject: Subject, sites: Sites) -> tuple[ResearchPage, ReadPage | None]:
    """Return the start page. Some sites answer only with www, or without encryption."""
    problem: NotFetched | None = None
    for start in ("https://", "https://www.", "http://"):
        url = f"{start}{subject.domain}/"
        try:
            page = read(sites.fetch(url), now())
        except NotFetched as error:
            problem = problem or error
            if error.outcome != "failed":
                break
        else:
            return as_snapshot(ResearchPage(url=url), page, subject), page
    row = ResearchPage(url=f"https://{subject.domain}/", fetched_at=now())
    if problem:
        row.outcome, row.words = problem.outcome, problem.words
    return row, None


def _linked(page: ReadPage) -> Iterable[Candidate]:
    for link in page.links:
        if url := absolute(page.url, link.href):
            yield Candidate(url, link.words)
