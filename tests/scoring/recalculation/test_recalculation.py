"""Scoring everybody in the background."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from scoring.recalculation.models import Recalculation
from scoring.recalculation.selectors import latest_recalculation, silent_recalculation
from scoring.recalculation.services import recalculate as module
from scoring.recalculation.services.recalculate import (
    continue_recalculation,
    resume_recalculation,
    start_recalculation,
)
from scoring.scores.models import LeadScore
from scoring.versions.services.publish import FactorChange, set_factors


@pytest.fixture
def people(acme) -> list[Contact]:
    return Contact.objects.bulk_create(Contact(email=f"{number}@example.com") for number in range(5))


def test_it_scores_everybody_and_says_how_far_it_is(people, admin, run_jobs):
    with run_jobs():
        job = start_recalculation(by=admin)
        assert (job.running, job.done, job.total) == (True, 0, 5)

    job = latest_recalculation()
    assert (job.state, job.done, job.total, job.changed, job.started_by) == ("done", 5, 5, 5, admin)
    assert LeadScore.objects.count() == 5


def test_one_that_died_goes_on_after_the_last_lead_that_was_done(people, monkeypatch):
    job = start_recalculation()
    real, calls = module.rescore_scope, []

    def dying(*arguments):
        calls.append(arguments)
        if len(calls) == 2:
            raise OSError("the database went away")
        return real(*arguments)

    monkeypatch.setattr(module, "rescore_scope", dying)
    with pytest.raises(OSError, match="went away"):
        continue_recalculation(recalculation_id=job.pk, chunk=2)
    job.refresh_from_db()
    assert (job.running, job.done, job.error) == (True, 2, "OSError: the database went away")

    continue_recalculation(recalculation_id=job.pk, chunk=2)

    job.refresh_from_db()
    assert (job.state, job.done, job.changed, job.error) == ("done", 5, 5, "")
    assert [size for _, size, _ in calls] == [2, 2, 2, 1]


def test_there_is_one_at_a_time(people):
    start_recalculation()

    with pytest.raises(Conflict, match="0 of 5"):
        start_recalculation()


def test_one_that_is_under_way_begins_again_when_the_model_changes(people, run_jobs):
    job = start_recalculation()
    Recalculation.objects.filter(pk=job.pk).update(after=people[3].pk, done=4)
    change = FactorChange(category="fit", factor="has_email", weight=Decimal(12), enabled=True)

    with run_jobs():
        set_factors(changes=[change])

    assert list(LeadScore.objects.values_list("total", flat=True)) == [Decimal(12)] * 5
    assert Recalculation.objects.get().state == "done"


def test_one_whose_worker_fell_silent_is_sent_off_again(people, run_jobs):
    job = start_recalculation()
    assert silent_recalculation() is None
    Recalculation.objects.update(progressed_at=now() - timedelta(minutes=6))

    with run_jobs():
        assert resume_recalculation() == job

    assert latest_recalculation().state == "done"
    assert resume_recalculation() is None


def test_one_that_makes_no_progress_is_given_up_with_the_reason_and_can_be_started_again(people, web):
    job = start_recalculation()
    for _death in range(module.MOST_RESUMED):
        Recalculation.objects.update(progressed_at=now() - timedelta(minutes=6))
        assert resume_recalculation() == job
        assert latest_recalculation().running
    Recalculation.objects.update(progressed_at=now() - timedelta(minutes=6))
    resume_recalculation()

    job = latest_recalculation()
    assert (job.state, job.error) == ("failed", "Its worker ended 12 times.")
    assert "at 0 of 5 leads" in web.get(reverse("scoring:recalculation")).content.decode()
    assert start_recalculation() != job


def test_progress_forgets_earlier_deaths(people):
    job = start_recalculation()
    Recalculation.objects.update(progressed_at=now() - timedelta(minutes=6), resumed=module.MOST_RESUMED)

    continue_recalculation(recalculation_id=job.pk, chunk=2)

    job.refresh_from_db()
    assert (job.state, job.resumed) == ("done", 0)
