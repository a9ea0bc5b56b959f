"""Three jobs at a time, each by one worker."""

from datetime import timedelta

import pytest
import time_machine

from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
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


def test_a_named_job_is_taken_before_older_ones_and_others_stay(acme):
    first, second = make_jobs(2)
    assert claim_next(second.pk) == second
    assert claim_next(second.pk) is None
    first.refresh_from_db()
    assert first.state == "pending"


def test_a_free_slot_is_filled_before_a_higher_one(acme):
    make_jobs(4)
    claimed = [claim_next() for _ in range(3)]
    fail(claimed[0], "No more")
    assert claim_next().slot == 1


def test_a_claim_keeps_when_the_job_began(acme):
    make_jobs(1)
    began = claim_next().started_at
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        assert claim_next().started_at == began


@pytest.mark.parametrize(("seconds", "is_taken"), [(-1, False), (1, True)])
def test_a_worker_counts_as_dead_after_its_lease(acme, seconds, is_taken):
    make_jobs(1)
    claim_next()
    with time_machine.travel(now() + LEASE + timedelta(seconds=seconds)):
        assert (claim_next() is not None) is is_taken


def test_each_report_renews_the_lease(acme):
    make_jobs(1)
    job = claim_next()
    half = timedelta(minutes=3)
    with time_machine.travel(now() + half), writing(job):
        pass
    with time_machine.travel(now() + 2 * half):
        assert claim_next() is None


@pytest.mark.parametrize("state", ["pending", "completed", "failed"])
def test_nothing_is_written_for_a_job_that_does_not_run(acme, state):
    make_jobs(1)
    job = claim_next()
    ResearchJob.objects.update(state=state, slot=None)
    with pytest.raises(LostJob), writing(job) as row:
        row.insights_found = 9
    with pytest.raises(LostJob):
        fail(job, "Too late")
    assert ResearchJob.objects.values_list("insights_found", "problem").get() == (0, "")


def test_an_error_while_writing_leaves_the_job_as_it_was(acme):
    make_jobs(1)
    job = claim_next()
    with pytest.raises(ZeroDivisionError), writing(job) as row:
        row.insights_found = 1 // 0
    job.refresh_from_db()
    assert (job.state, job.insights_found) == ("running", 0)


def test_a_long_reason_is_cut_to_what_the_row_holds(acme):
    make_jobs(1)
    fail(claim_next(), "x" * 2_000)
    assert len(ResearchJob.objects.get().problem) == 500


def test_jobs_of_another_organization_take_no_slot_here(acme, globex):
    with entered(globex):
        make_jobs(3)
        assert [claim_next().slot for _ in range(3)] == [1, 2, 3]
    make_jobs(1)
    assert claim_next().slot == 1


def test_jobs_that_run_are_not_sent_again_before_their_worker_is_silent(acme):
    make_jobs(1)
    claim_next()
    assert resume() == 0
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        assert resume() == 1


def test_two_who_write_at_once_lose_nothing(committed, at_once):
    make_jobs(1)
    job = claim_next()

    def add(_number: int) -> None:
        with writing(job) as row:
            row.insights_found += 1

    at_once(4, add)
    assert ResearchJob.objects.get().insights_found == 4
