"""Many jobs at once: shared calls, urgency, waits, and what one of them does to the others."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lead_intelligence.enrichment.models.blocks import ProcessingBlock
from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.enrichment.services import requests
from lead_intelligence.provenance.models import FieldWrite
from lead_intelligence.provenance.services import apply
from lead_intelligence.runs.services import calls, claims, run
from lead_intelligence.runs.services import run as runs_run
from lead_intelligence.runs.services.wanted import Request
from lead_intelligence.spending.models import Budget
from lead_intelligence.spending.services import kill_switch
from lead_intelligence.vendors.adapters.apollo import Apollo
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.vendors.models import ProviderHealth
from lead_intelligence.vendors.services.health import CallEnd, admit, record
from mauntic.crm.models import Contact
from mauntic.kernel.circuit import FAILURES_TO_OPEN
from mauntic.kernel.clock import now
from mauntic.sandbox.desk import Fault
from tests.factories.lead_intelligence import connect_vendor, connect_vendors, make_lead, set_rule


def leads(number: int) -> list[Contact]:
    return [make_lead(email=f"lead{each}@engines{each}.example") for each in range(number)]


def ask(*wanted: Contact, fields=("title",), **values) -> list[EnrichmentJob]:
    return requests.request_enrichment(contact_ids=[lead.pk for lead in wanted], fields=fields, **values)


def states() -> list[str]:
    return list(EnrichmentJob.objects.order_by("created_at", "id").values_list("status", flat=True))


def test_leads_share_the_calls_of_a_vendor_that_takes_several(acme, sandbox):
    connect_vendor(sandbox, "apollo", batch_supported=True)
    ask(*leads(23))
    assert runs_run.run_jobs() == 23
    rows = VendorCall.objects.all()
    assert (sandbox.stats("apollo")["calls"], len({row.request for row in rows})) == (3, 3)
    assert sum(row.cost for row in rows) == Decimal(sandbox.stats("apollo")["billed_cost"]) == Decimal("0.46")
    assert set(states()) == {"completed"}


def test_a_bulk_call_that_fails_is_one_failure_and_every_lead_goes_on(acme, sandbox):
    connect_vendor(sandbox, "apollo", batch_supported=True)
    connect_vendor(sandbox, "hunter")
    sandbox.configure("apollo", failure_rate=1.0)
    ask(*leads(10))
    runs_run.run_jobs()
    assert ProviderHealth.objects.get(pk="apollo").failure_count == 1
    assert set(states()) == {"completed"}
    assert sandbox.stats("hunter")["calls"] == 10


def test_twenty_server_errors_open_the_circuit_at_the_fifth(acme, sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    sandbox.configure("apollo", failure_rate=1.0)
    for lead in leads(20):
        enrich(lead, "title")
    assert sandbox.stats("apollo")["calls"] == 5
    assert ProviderHealth.objects.get(pk="apollo").circuit_state == "open"


def test_four_failures_a_success_and_a_failure_leave_the_circuit_closed(acme, sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    for number, lead in enumerate(leads(6)):
        sandbox.configure("apollo", failure_rate=0.0 if number == 4 else 1.0)
        enrich(lead, "title")
    health = ProviderHealth.objects.get(pk="apollo")
    assert (health.circuit_state, health.consecutive_failures, health.failure_count) == ("closed", 1, 5)


def test_many_jobs_take_hardly_more_statements_than_few(acme, sandbox):
    connect_vendor(sandbox, "apollo", batch_supported=True)
    few, many = (_statements(number) for number in (3, 9))
    assert many <= few + 2


def _statements(number: int) -> int:
    ask(*(make_lead(email=f"{number}lead{each}@{number}e{each}.example") for each in range(number)))
    with CaptureQueriesContext(connection) as seen:
        runs_run.run_jobs()
    return len([each for each in seen if not each["sql"].startswith(("SET", "SAVEPOINT", "RELEASE"))])


def test_the_most_urgent_come_first_and_a_second_wish_makes_a_job_urgent(acme, sandbox):
    connect_vendors(sandbox, "apollo")
    slow, quick = leads(2)
    ask(slow, priority="low")
    ask(quick)
    ask(slow, priority="high")
    assert runs_run.run_jobs(urgent_only=True) == 1
    assert states() == ["completed", "pending"]


def test_one_job_that_breaks_fails_alone(acme, sandbox, monkeypatch):
    connect_vendors(sandbox, "apollo")
    bad, *good = leads(4)
    real = apply.value_of

    def broken(contact, field):
        if contact.pk == bad.pk:
            raise ZeroDivisionError
        return real(contact, field)

    monkeypatch.setattr(apply, "value_of", broken)
    ask(bad, *good)
    runs_run.run_jobs()
    assert states() == ["failed", "completed", "completed", "completed"]
    assert sandbox.stats("apollo")["repeats"] == 0


def test_an_adapter_that_breaks_is_a_failure_of_the_vendor_and_the_next_is_asked(acme, sandbox, monkeypatch):
    connect_vendors(sandbox, "apollo", "hunter")
    monkeypatch.setattr(Apollo, "read", lambda *_: {}["nothing"])
    (job,) = ask(*leads(1))
    runs_run.run_jobs()
    calls = VendorCall.objects.filter(job=job).order_by("started_at")
    assert [(call.outcome, call.detail) for call in calls] == [
        ("malformed", "Adapter error: KeyError."),
        ("found", ""),
    ]


def test_a_vendor_that_asks_for_a_long_wait_is_left_alone_that_long(acme, sandbox, enrich):
    connect_vendors(sandbox, "hunter", "apollo")
    set_rule("title", "hunter", "apollo", timeout_ms=1000)
    sandbox.configure("hunter", failure_rate=1.0, failure_mode=Fault.RATE_LIMITED)
    first, second = leads(2)
    enrich(first, "title")
    job = enrich(second, "title")
    assert (job.status, job.providers_tried, sandbox.stats("hunter")["calls"]) == ("completed", ["apollo"], 1)
    assert job.notes[0]["reason"].startswith("Paused until ")


def test_being_asked_too_often_pauses_a_vendor_and_never_opens_its_circuit(acme, time_machine):
    time_machine.move_to(now(), tick=False)
    limited = CallEnd("apollo", Outcome.RATE_LIMITED, retry_after=90)
    for _ in range(FAILURES_TO_OPEN):
        record(ends=[limited])
        assert admit(wanted={"apollo": 1}, until=now()) == {"apollo": 0}
        time_machine.shift(90)
    health = ProviderHealth.objects.get(pk="apollo")
    assert (health.circuit_state, health.consecutive_failures, health.failure_count) == ("closed", 0, 0)
    assert admit(wanted={"apollo": 9}, until=now()) == {"apollo": 9}


def test_a_pending_answer_is_waited_for_polled_and_paid_once(acme, sandbox, time_machine):
    time_machine.move_to(now(), tick=False)
    connect_vendors(sandbox, "rocketreach")
    set_rule("title", "rocketreach")
    sandbox.configure("rocketreach", polls_needed=2)
    (job,) = ask(*leads(1))
    _until_put_back(time_machine)
    job.refresh_from_db()
    assert (job.status, job.reason) == ("pending", "RocketReach is still searching.")
    held = Budget.objects.get(provider=None, period="day", starts_on=now().date())
    assert held.spent > 0
    time_machine.move_to(job.not_before + timedelta(seconds=1), tick=False)
    runs_run.run_jobs()
    job.refresh_from_db()
    held.refresh_from_db()
    assert (job.status, job.total_cost) == ("completed", Decimal(sandbox.stats("rocketreach")["billed_cost"]))
    assert (held.spent, held.reserved) == (job.total_cost, 0)
    assert sandbox.stats("rocketreach")["calls"] == 1


def test_a_person_who_must_not_be_processed_is_asked_for_no_further_and_never_again(acme, sandbox, enrich):
    connect_vendors(sandbox, "apollo", "hunter", "lusha")
    set_rule("title", "hunter", "apollo")
    sandbox.configure("hunter", failure_rate=1.0, failure_mode=Fault.LEGAL_BLOCK)
    lead = make_lead()
    job = enrich(lead, "title")
    assert (job.status, job.reason) == (
        "exhausted",
        "The person opted out of processing.",
    )
    assert (sandbox.stats("apollo")["calls"], FieldWrite.objects.count()) == (0, 0)
    assert ProcessingBlock.objects.get().provider == "hunter"
    assert lead.suppressed_reason
    enrich(lead, "title")
    assert sandbox.stats("hunter")["calls"] == 1


def test_nothing_is_asked_while_spending_is_stopped_and_all_of_it_later(acme, sandbox, admin):
    connect_vendors(sandbox, "apollo")
    kill_switch.stop_spending(by=admin)
    ask(*leads(2))
    assert (runs_run.run_jobs(), states()) == (0, ["pending", "pending"])
    kill_switch.resume_spending(by=admin)
    runs_run.run_jobs()
    assert states() == ["completed", "completed"]


def test_stopping_in_the_middle_puts_the_rest_back(acme, sandbox, admin, monkeypatch):
    connect_vendors(sandbox, "apollo", "hunter")
    sandbox.configure("apollo", miss_rate=1.0)
    look_up = Apollo.look_up

    def stopping(self, subject, timeout):
        answer = look_up(self, subject, timeout)
        stop.append(True)
        return answer

    stop: list[bool] = []
    monkeypatch.setattr(Apollo, "look_up", stopping)
    monkeypatch.setattr("lead_intelligence.runs.services.claims.is_stopped", lambda: bool(stop))
    (job,) = ask(*leads(1))
    runs_run.run_jobs()
    job.refresh_from_db()
    assert (job.status, job.reason) == ("pending", "Enrichment is stopped.")
    assert sandbox.stats("hunter")["calls"] == 0


def test_a_job_that_explores_asks_in_a_chance_order_and_the_same_one_when_resumed(acme, sandbox):
    EnrichmentPolicy.objects.update(exploration_share=0.2)
    connect_vendors(sandbox, "apollo", "hunter")
    set_rule("title", "apollo", "hunter")
    ask(*leads(60))
    EnrichmentJob.objects.update(explores=True)
    runs_run.run_jobs()
    first = [job.providers_tried[0] for job in EnrichmentJob.objects.all()]
    assert 10 < first.count("hunter") < 50


def test_the_share_of_jobs_that_explore_is_as_set(acme):
    EnrichmentPolicy.objects.update(exploration_share=0)
    ask(*leads(3))
    assert not EnrichmentJob.objects.filter(explores=True).exists()


def _until_put_back(time_machine) -> None:
    """Run, with every short wait slept at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lead_intelligence.runs.services.run.time", SimpleNamespace(sleep=time_machine.shift))
        runs_run.run_jobs()


class HeldBack:
    """Threads that hand an answer over at once, but those for one lead when the test says so."""

    def __init__(self, lead: Contact) -> None:
        self.lead = lead
        self.held: list[tuple[Future, Callable, Request]] = []

    def submit(self, work: Callable[[Request], object], request: Request) -> Future:
        future: Future = Future()
        if request.wanted[0].search.job.contact_id == self.lead.pk:
            self.held.append((future, work, request))
        else:
            future.set_result(work(request))
        return future

    def let_go(self) -> None:
        while self.held:
            future, work, request = self.held.pop()
            future.set_result(work(request))


def test_an_answer_is_on_record_before_anything_else_is_begun(acme, sandbox, monkeypatch):
    connect_vendor(sandbox, "hunter")
    set_rule("title", "hunter")
    first, late, *others = leads(4)
    pool = HeldBack(late)
    monkeypatch.setattr(run, "_pool", lambda: pool)
    monkeypatch.setattr(run, "CLAIMED_TOGETHER", 1)
    monkeypatch.setattr(run, "WRITTEN_TOGETHER", 1)
    finish, claim = run.finish_jobs, claims.claim
    on_record: list[bool] = []

    def finish_jobs(**arguments) -> None:
        finish(**arguments)
        pool.let_go()  # it comes while the ends of others are written

    def claim_more(**arguments) -> list[EnrichmentJob]:
        asked = VendorCall.objects.filter(job__contact=late)
        if asked.exists() and not pool.held:
            on_record.append(not asked.filter(finished_at=None).exists())
        return claim(**arguments)

    monkeypatch.setattr(run, "finish_jobs", finish_jobs)
    monkeypatch.setattr(claims, "claim", claim_more)
    for lead in (first, late, *others):
        ask(lead)

    runs_run.run_jobs()

    assert on_record
    assert all(on_record)
    assert states() == ["completed"] * 4


def test_no_more_calls_are_begun_than_threads_can_take_on(acme, sandbox, monkeypatch, settings):
    settings.MAUNTIC_ENRICHMENT_CALLS = 3
    connect_vendor(sandbox, "hunter")
    set_rule("title", "hunter")
    finish, under_way = calls.finish, []

    def watch(**arguments) -> None:
        under_way.append(VendorCall.objects.filter(finished_at=None).count())
        finish(**arguments)

    monkeypatch.setattr(calls, "finish", watch)
    ask(*leads(20))

    runs_run.run_jobs()

    assert max(under_way) <= 2 * 3
    assert set(states()) == {"completed"}
