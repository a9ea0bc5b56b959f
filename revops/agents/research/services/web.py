"""Look beyond the company's own site with a web search, if the organization uses one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from mauntic.kernel.clock import now
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.domain.subject import Subject
from revops.agents.research.domain.web_choice import choose_places
from revops.agents.research.models.jobs import JobState, ResearchJob, ResearchPage
from revops.agents.search.domain.queries import company_query, person_query
from revops.agents.search.selectors import used_account
from revops.agents.search.services.searching import search

MOST_RESULTS = 10


@dataclass(frozen=True, slots=True)
class Searched:
    """Pages to look at, the cost (US dollars), and why the search failed, if it did."""

    pages: Sequence[ResearchPage] = ()
    cost: Decimal = Decimal(0)
    problem: str = ""


def search_web(job: ResearchJob, subject: Subject, *, known: Sequence[str]) -> Searched:
    """Make one search about the subject of a job. Must not run inside a transaction.

    What a search says is not believed: its pages are fetched and checked like any other. The date that it
    gives counts only for a page that has none.

    Args:
        known: addresses that the job reads anyway.

    Returns: the pages that the job reads, too.
    """
    account = used_account()
    if account is None:
        return Searched()
    if not _is_first(job, account.kind):
        return Searched(problem=_("Interrupted during the search, which is not repeated."))
    if subject.kind == ResearchType.PERSON:
        query = person_query(subject.person, subject.company, most=MOST_RESULTS)
    else:
        query = company_query(subject.company, most=MOST_RESULTS)
    found = search(account=account, query=query, contact_id=job.contact_id, company_id=job.company_id)
    dates = {each.url: each.published_at for each in found.results}
    today = now()
    pages = [
        ResearchPage(
            url=url,
            found_by=account.kind,
            published_at=date if (date := dates[url]) and date <= today else None,
        )
        for url in choose_places(dates, subject=subject, known=known)
    ]
    return Searched(pages, found.cost, found.problem)


def _is_first(job: ResearchJob, kind: str) -> bool:
    """Mark that the web is searched for a job; False if it was before, by a worker that died.

    Whether that search was billed is unknown, so it is not made again.
    """
    rows = ResearchJob.objects.filter(
        pk=job.pk, state=JobState.RUNNING, attempt=job.attempt, searched_with=""
    )
    return rows.update(searched_with=kind) == 1
