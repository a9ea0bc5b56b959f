"""Three jobs at a time, each by one worker."""

from datetime import timedelta

import pytest
import time_machine

from mauntic.kernel.clock import now
from revops.agents.research.models.jobs import LEASE, ResearchJob
from revops.agents.research.services.queue import LostJob, claim_next, fail, resume, writing
from tests.factories.crm import ContactFactory


def make_jobs(count: int, **more: object) -> list[ResearchJob]:
    return [ResearchJob.objects.create(type="person", contact=ContactFactory(), **more) for _ in range(count)]


def test_the_oldest_job_comes_first(acme):
    first, second = make_jobs(2)
    assert [claim_next(), claim_next(), claim_next()] == [first, second, None]


def test_three_jobs_run_at_a_time(acme):
    make_jobs(4)
    claimed = [claim_next() for _ in range(4)]
    assert [each.slot if each else None for each in claimed] == [1, 2, 3, None]
    fail(claimed[1], "No more")
    assert claim_next().slot == 2


def test_workers_at_once_take_three_different_jobs(committed, at_once):
    make_jobs(8)
    claimed = [each for each in at_once(8, lambda _: claim_next()) if each]
    assert len({each.pk for each in claimed}) == len(claimed) <= 3
    while claim_next():
        pass
    assert sorted(ResearchJob.objects.filter(state="running").values_list("slot", flat=True)) == [1, 2, 3]


def test_a_job_whose_worker_is_silent_goes_to_another_and_is_lost_to_the_first(acme):
    make_jobs(1)
    first = claim_next()
    assert claim_next() is None
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        second = claim_next()
    assert (second.pk, second.attempt, second.slot) == (first.pk, 2, first.slot)
    with pytest.raises(LostJob), writing(first):
        pass
    with writing(second) as row:
        row.insights_found = 3
    assert ResearchJob.objects.get().insights_found == 3


def test_a_job_that_is_interrupted_three_times_fails(acme):
    make_jobs(1)
    at = now()
    for attempt in range(4):
        with time_machine.travel(at + attempt * (LEASE + timedelta(minutes=1))):
            claim_next()
    job = ResearchJob.objects.get()
    assert (job.state, job.problem, job.slot) == ("failed", "Interrupted 3 times.", None)


def test_a_job_of_an_erased_lead_is_lost(acme):
    make_jobs(1)
    job = claim_next()
    job.contact.delete()
    with pytest.raises(LostJob), writing(job):
        pass


def test_waiting_jobs_are_sent_again(acme, run_jobs):
    assert resume() == 0
    make_jobs(5)
    with run_jobs():
        assert resume() == 3
    assert set(ResearchJob.objects.values_list("state", flat=True)) == {"completed"}
