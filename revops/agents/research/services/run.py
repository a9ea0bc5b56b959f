"""Run the jobs of research."""

import time
from uuid import UUID

from mauntic.broker import enqueue_at_once
from mauntic.events.catalog import ResearchCompleted
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from revops.agents.research.adapters.sites import Sites
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import JobState, PageOutcome, ResearchJob
from revops.agents.research.selectors.subjects import subject_of
from revops.agents.research.services.planning import plan
from revops.agents.research.services.queue import LostJob, claim_next, fail, writing
from revops.agents.research.services.reading import Reader, read_page, unread_pages
from revops.agents.research.services.snapshots import fetch_page
from revops.agents.research.services.vendors import read_vendors
from revops.jobs import RUN_RESEARCH

SECONDS = 300.0
"""A message takes jobs for so long; then another one goes on, so that no message outlives its time limit."""


def run_next(only: UUID | None = None) -> int:
    """Run waiting jobs one after another, while fewer than three run.

    Args:
        only: the one job to run; None for any.

    Returns: the number of jobs run.
    Publishes: `ResearchCompleted` for each that was completed.
    """
    began, count = time.monotonic(), 0
    while job := claim_next(only):
        if job.state == JobState.RUNNING:
            _run(job)
            count += 1
        if time.monotonic() - began > SECONDS:
            enqueue_at_once(RUN_RESEARCH)
            break
    return count


def _run(job: ResearchJob) -> None:
    """Run a job from where a dead worker stopped, unless another worker has it."""
    try:
        try:
            subject = subject_of(job)
        except Conflict as error:
            fail(job, error.message)
            return
        sites, reader = Sites.from_settings(), Reader(job, subject)
        plan(job, subject, sites)
        for page in job.pages.filter(outcome=PageOutcome.PENDING):
            fetch_page(job, page, subject, sites)
        for page in unread_pages(job):
            read_page(page, reader)
        read_vendors(job, subject)
        _complete(job)
    except LostJob:
        return


def _complete(job: ResearchJob) -> None:
    """Complete a job. "Nothing found" is a result; a site of which no page answers is not.

    Publishes: `ResearchCompleted` about the lead.
    Raises: `LostJob`.
    """
    with writing(job) as row:
        ended = now()
        row.state, row.slot, row.completed_at = JobState.COMPLETED, None, ended
        found = list(ResearchInsight.objects.filter(job=row))
        best = max(found, key=lambda each: each.quality_at(ended).value, default=None)
        if row.contact_id:
            publish(
                ResearchCompleted(
                    contact_id=row.contact_id,
                    insight_count=len(found),
                    top_insight=best.content if best else "",
                )
            )
