"""Budgets, circuits and jobs hold when many workers act at the same moment, or die."""

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.enrichment.services import requests
from lead_intelligence.quality.services import assess_quality
from lead_intelligence.runs.services import claims, finish, run, sweep
from lead_intelligence.runs.services.searches import Search
from lead_intelligence.runs.services.wanted import Wanted
from lead_intelligence.spending.models import Budget
from lead_intelligence.spending.services import limits, reservations
from lead_intelligence.spending.services.reservations import Bill
from lead_intelligence.vendors.adapters.apollo import Apollo
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.vendors.models import ProviderHealth
from lead_intelligence.vendors.selectors.accounts import Account
from lead_intelligence.vendors.services import health
from lead_intelligence.vendors.services.health import CallEnd
from mauntic.crm.models import Company, Contact
from mauntic.events.catalog import DataQualityChanged
from mauntic.events.models import StoredEvent
from mauntic.kernel.circuit import REST
from mauntic.kernel.clock import now
from mauntic.tenants.context import enter
from tests.factories.lead_intelligence import connect_vendors, make_lead

FAILED = [CallEnd("apollo", Outcome.PROVIDER_ERROR, latency_ms=1)]
PRICE = Decimal("0.05")


class WorkerDied(BaseException):
    """As SIGKILL: nothing catches it."""


def requested(lead) -> EnrichmentJob:
    (job,) = requests.request_enrichment(contact_ids=[lead.pk], fields=["title"])
    return job


def test_eight_threads_never_spend_more_than_the_budget(at_once):
    limits.set_budget(day=Decimal("0.50"), month=Decimal(100))

    def buy(_: int) -> int:
        bought = 0
        for _round in range(5):
            if not reservations.reserve(prices=[("apollo", PRICE)], at=now())[0]:
                reservations.settle(bills=[Bill("apollo", PRICE, PRICE, now())])
                bought += 1
        return bought

    assert sum(at_once(8, buy)) == 10
    day, month = Budget.objects.filter(starts_on__year__gt=2000, provider=None).order_by("period")
    assert (day.spent, day.reserved, month.spent) == (Decimal("0.50"), 0, Decimal("0.50"))


def test_exactly_one_of_sixteen_threads_becomes_the_probe(at_once):
    for _ in range(5):
        health.record(ends=FAILED)
    ProviderHealth.objects.filter(pk="apollo").update(opened_at=now() - REST)
    lease = now() + timedelta(minutes=1)
    admitted = at_once(16, lambda _: health.admit(wanted={"apollo": 1}, until=lease)["apollo"])
    assert sum(admitted) == 1
    assert ProviderHealth.objects.get(pk="apollo").circuit_state == "half_open"


def test_a_resting_vendor_gets_exactly_one_call_of_sixteen_workers(at_once, sandbox):
    connect_vendors(sandbox, "apollo")
    sandbox.configure("apollo", latency_ms=300)
    ProviderHealth.objects.filter(pk="apollo").update(circuit_state="open", opened_at=now() - REST)
    leads = [make_lead(email=f"lead{number}@engines{number}.example") for number in range(16)]
    requests.request_enrichment(contact_ids=[lead.pk for lead in leads], fields=["title"])
    at_once(16, lambda _: run.run_jobs())
    assert sandbox.stats("apollo")["calls"] == 1
    states = sorted(EnrichmentJob.objects.values_list("status", flat=True))
    assert states == ["completed"] + ["exhausted"] * 15


def test_failures_at_the_same_moment_are_all_counted(at_once):
    at_once(4, lambda _: health.record(ends=FAILED))
    row = ProviderHealth.objects.get(pk="apollo")
    assert (row.consecutive_failures, row.circuit_state) == (4, "closed")
    health.record(ends=FAILED)
    row.refresh_from_db()
    assert (row.circuit_state, health.admit(wanted={"apollo": 9}, until=now())) == (
        "open",
        {"apollo": 0},
    )


def test_a_job_that_four_workers_get_is_done_and_paid_once(at_once, sandbox):
    connect_vendors(sandbox, "apollo")
    job = requested(make_lead())
    at_once(4, lambda _: run.run_jobs())
    job.refresh_from_db()
    assert (job.status, sandbox.stats("apollo")["calls"]) == ("completed", 1)


def test_colleagues_who_are_found_at_the_same_moment_share_one_new_company(at_once, sandbox):
    connect_vendors(sandbox, "apollo")
    leads = [make_lead(email=f"lead{number}@engines.example") for number in range(6)]
    requests.request_enrichment(contact_ids=[lead.pk for lead in leads])
    at_once(6, lambda _: run.run_jobs())
    assert {job.reason for job in EnrichmentJob.objects.all()} == {""}
    assert Company.objects.count() == 1
    assert {contact.company for contact in Contact.objects.all()} == {Company.objects.get()}


def test_requests_at_the_same_moment_make_one_job(at_once):
    lead = make_lead()
    jobs = at_once(4, lambda _: requested(lead))
    assert len({job.pk for job in jobs}) == 1
    assert EnrichmentJob.objects.count() == 1


def test_no_transaction_is_open_during_a_call(committed, sandbox, monkeypatch):
    connect_vendors(sandbox, "apollo")
    look_up, seen = Apollo.look_up, []

    def watched(self, subject, timeout):
        seen.append(connection.in_atomic_block)
        return look_up(self, subject, timeout)

    monkeypatch.setattr(Apollo, "look_up", watched)
    requested(make_lead())
    run.run_jobs()
    assert seen == [False]


def test_a_worker_that_dies_before_the_write_back_leaves_an_answer_that_is_not_bought_again(
    committed, sandbox, monkeypatch
):
    connect_vendors(sandbox, "apollo")
    lead = make_lead()
    job = requested(lead)
    with monkeypatch.context() as dying:
        dying.setattr(finish, "write_back", _die)
        with pytest.raises(WorkerDied):
            run.run_jobs()
    run.run_jobs()  # its lease has not run out: it may be at work still
    job.refresh_from_db()
    assert job.status == EnrichmentJob.Status.RUNNING

    EnrichmentJob.objects.update(lease_until=now())
    run.run_jobs()
    job.refresh_from_db()
    lead.refresh_from_db()
    assert (job.status, bool(lead.title)) == ("completed", True)
    assert (sandbox.stats("apollo")["calls"], job.total_cost) == (1, Decimal("0.0200"))


def test_a_worker_that_dies_during_a_call_is_charged_for_it_and_never_asks_again(
    committed, sandbox, monkeypatch
):
    connect_vendors(sandbox, "apollo", "hunter")
    job = requested(make_lead())
    with monkeypatch.context() as dying:
        dying.setattr(Apollo, "look_up", _die)
        with pytest.raises(WorkerDied):
            run.run_jobs()
    EnrichmentJob.objects.update(lease_until=now())
    run.run_jobs()
    job.refresh_from_db()
    lost, answered = VendorCall.objects.order_by("started_at")
    assert (lost.provider_id, lost.outcome, lost.cost) == ("apollo", "transport_error", Decimal("0.0200"))
    assert (answered.provider_id, job.status, sandbox.stats("apollo")["calls"]) == ("hunter", "completed", 0)
    assert {each.reserved for each in Budget.objects.all()} == {0}


def test_a_job_at_which_workers_die_fails_in_the_end_and_takes_no_other_job_with_it(
    committed, sandbox, monkeypatch
):
    connect_vendors(sandbox, "apollo")
    deadly, other = (requested(make_lead(email=f"{name}@engines.example")) for name in "ab")
    step = run.Run._step

    def dying(self: run.Run, search: Search, known: Mapping[str, Account]) -> Wanted | None:
        if search.job.pk == deadly.pk:
            raise WorkerDied
        return step(self, search, known)

    monkeypatch.setattr(run.Run, "_step", dying)
    for _death in range(claims.MOST_LOST):
        with pytest.raises(WorkerDied):
            run.run_jobs()
        EnrichmentJob.objects.update(lease_until=now())
    run.run_jobs()

    states = dict(EnrichmentJob.objects.values_list("pk", "status"))
    assert states == {deadly.pk: "failed", other.pk: "completed"}
    deadly.refresh_from_db()
    assert deadly.reason == "Given up: the worker ended 5 times during this job."
    assert run.run_jobs() == 0


def test_a_lead_that_is_assessed_before_its_enrichment_is_received_keeps_its_quality(committed, sandbox):
    connect_vendors(sandbox, "apollo")
    lead = make_lead()
    requests.request_enrichment(contact_ids=[lead.pk])
    run.run_jobs()

    assess_quality(contact_ids=[lead.pk])

    told = StoredEvent.objects.about(lead.pk).filter(type=DataQualityChanged.wire_name)
    assert {fact["newScore"] for row in told for fact in row.facts} == {1.0}


def test_a_job_that_breaks_fails_keeps_its_calls_and_can_be_asked_for_again(committed, sandbox, monkeypatch):
    connect_vendors(sandbox, "apollo")
    lead = make_lead()
    job = requested(lead)
    with monkeypatch.context() as broken:
        broken.setattr(finish, "write_back", lambda **_: 1 / 0)
        run.run_jobs()
    job.refresh_from_db()
    assert (job.status, job.reason, job.total_cost) == (
        "failed",
        "Job error: ZeroDivisionError.",
        Decimal("0.0200"),
    )
    assert requested(lead) != job


def test_a_worker_that_was_taken_for_dead_buys_nothing_more_and_writes_nothing(
    committed, sandbox, monkeypatch
):
    connect_vendors(sandbox, "apollo", "hunter")
    sandbox.configure("apollo", miss_rate=1.0)
    job = requested(make_lead())
    look_up = Apollo.look_up

    def stalling(self, subject, timeout):
        answer = look_up(self, subject, timeout)
        stall.wait(10)
        return answer

    stall = threading.Event()
    with monkeypatch.context() as stalled:
        stalled.setattr(Apollo, "look_up", stalling)
        with ThreadPoolExecutor(1) as pool:
            slow = pool.submit(_inside, committed, run.run_jobs)
            while not sandbox.stats("apollo")["calls"]:
                stall.wait(0.01)
            EnrichmentJob.objects.update(lease_until=now())
            assert run.run_jobs() == 1
            stall.set()
            slow.result(30)
    job.refresh_from_db()
    assert (job.status, job.providers_tried) == ("completed", ["apollo", "hunter"])
    assert (sandbox.stats("apollo")["calls"], sandbox.stats("hunter")["calls"]) == (1, 1)


def _inside(organization, work):
    enter(organization)
    try:
        return work()
    finally:
        connection.close()


def test_the_sweep_wakes_a_worker_for_jobs_that_were_lost_or_whose_worker_died(acme, sandbox, run_jobs):
    connect_vendors(sandbox, "apollo")
    lost, dead, busy, later = (requested(make_lead(email=f"{name}@engines.example")) for name in "abcd")
    soon = now() + timedelta(minutes=1)
    EnrichmentJob.objects.filter(pk=dead.pk).update(status="running", lease_until=now())
    EnrichmentJob.objects.filter(pk=busy.pk).update(status="running", lease_until=soon)
    EnrichmentJob.objects.filter(pk=later.pk).update(not_before=soon)
    with run_jobs():
        assert sweep.resume_jobs() == 2
    states = {job.pk: job.status for job in EnrichmentJob.objects.all()}
    assert states == {
        lost.pk: "completed",
        dead.pk: "completed",
        busy.pk: "running",
        later.pk: "pending",
    }


def _die(*_: object, **__: object) -> None:
    raise WorkerDied
