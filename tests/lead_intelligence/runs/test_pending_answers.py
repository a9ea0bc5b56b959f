"""Answers that come later: looked for until they are there, paid once, whatever happens to a look."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.enrichment.services import requests
from lead_intelligence.runs.services import run as runs_run
from lead_intelligence.spending.models import Budget
from lead_intelligence.vendors.adapters.rocketreach import RocketReach
from lead_intelligence.vendors.domain.answers import Answer
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.vendors.models import ProviderHealth
from mauntic.kernel.clock import now
from tests.factories.lead_intelligence import connect_vendors, make_lead, set_rule

PRICE = Decimal("0.33")
FAILED_LOOKS = {
    "told to wait shortly": Answer(outcome=Outcome.RATE_LIMITED, retry_after=1.0),
    "told to wait long": Answer(outcome=Outcome.RATE_LIMITED, retry_after=60.0),
    "no connection": Answer(outcome=Outcome.TRANSPORT_ERROR),
    "server error": Answer(outcome=Outcome.PROVIDER_ERROR),
    "nonsense": Answer(outcome=Outcome.MALFORMED),
}


@pytest.fixture
def job(acme, sandbox, time_machine, monkeypatch) -> EnrichmentJob:
    """The search for a lead of whom RocketReach knows after two further looks; waits take no time."""
    time_machine.move_to(now(), tick=False)
    connect_vendors(sandbox, "rocketreach")
    set_rule("title", "rocketreach")
    sandbox.configure("rocketreach", polls_needed=2)
    monkeypatch.setattr("lead_intelligence.runs.services.run.time", SimpleNamespace(sleep=time_machine.shift))
    (job,) = requests.request_enrichment(contact_ids=[make_lead().pk], fields=["title"])
    return job


@pytest.fixture
def to_its_end(job, time_machine):
    """Has the workers called whenever the job's time has come."""

    def run() -> None:
        for _ in range(12):
            runs_run.run_jobs()
            job.refresh_from_db()
            if not job.is_open:
                return
            time_machine.move_to(job.not_before + timedelta(seconds=1), tick=False)
        pytest.fail("The job has no end.")

    return run


def money() -> tuple[Decimal, Decimal]:
    row = Budget.objects.get(provider=None, period="day", starts_on=now().date())
    return row.spent, row.reserved


@pytest.mark.parametrize("failure", FAILED_LOOKS.values(), ids=FAILED_LOOKS)
def test_a_look_that_fails_loses_nothing_and_buys_nothing(job, to_its_end, sandbox, monkeypatch, failure):
    poll, looks = RocketReach.poll, []

    def failing_first(self, reference, subject, timeout):
        looks.append(reference)
        return failure if len(looks) == 1 else poll(self, reference, subject, timeout)

    monkeypatch.setattr(RocketReach, "poll", failing_first)
    to_its_end()
    asked = sandbox.stats("rocketreach")
    assert (job.status, asked["calls"], asked["repeats"]) == ("completed", 1, 0)
    assert len(set(looks)) == 1
    assert job.total_cost == Decimal(asked["billed_cost"]) == PRICE
    assert money() == (PRICE, 0)


def test_a_promise_that_is_never_kept_stays_counted_and_the_job_ends(job, to_its_end, monkeypatch):
    monkeypatch.setattr(RocketReach, "poll", lambda *_: Answer(outcome=Outcome.PENDING))
    to_its_end()
    looks = VendorCall.objects.filter(job=job, is_poll=True).count()
    assert (job.status, job.total_cost, looks) == ("exhausted", PRICE, len(RocketReach.poll_after))
    assert money() == (PRICE, 0)


def test_a_promise_of_nobody_is_free_in_the_end(job, to_its_end, monkeypatch):
    monkeypatch.setattr(RocketReach, "poll", lambda *_: Answer(outcome=Outcome.NOT_FOUND))
    to_its_end()
    assert (job.status, job.total_cost, money()) == ("exhausted", 0, (0, 0))


@pytest.mark.parametrize(
    "obstacle",
    [
        lambda: {"paused_until": now() + timedelta(seconds=20)},
        lambda: {"circuit_state": "open", "opened_at": now()},
        lambda: {"circuit_state": "half_open", "probe_until": now() + timedelta(seconds=20)},
    ],
    ids=["paused", "resting", "being probed"],
)
def test_a_look_that_the_circuit_does_not_let_through_is_made_later(
    job, to_its_end, sandbox, monkeypatch, time_machine, obstacle
):
    runs_run.run_jobs()
    ProviderHealth.objects.filter(pk="rocketreach").update(**obstacle())
    VendorCall.objects.update(poll_at=now())
    EnrichmentJob.objects.update(not_before=now())
    runs_run.run_jobs()
    job.refresh_from_db()
    assert (job.status, job.reason) == ("pending", "RocketReach is still searching.")
    to_its_end()
    assert (job.status, job.total_cost, sandbox.stats("rocketreach")["repeats"]) == ("completed", PRICE, 0)


def test_a_promise_that_no_look_gets_through_to_is_given_up_after_an_hour(job, to_its_end, sandbox):
    runs_run.run_jobs()
    ProviderHealth.objects.update(paused_until=now() + timedelta(hours=5))
    EnrichmentJob.objects.update(not_before=now())
    VendorCall.objects.update(poll_at=now(), started_at=now() - timedelta(minutes=61))
    to_its_end()
    assert (job.status, job.total_cost) == ("exhausted", PRICE)
