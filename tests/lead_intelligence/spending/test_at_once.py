"""Budgets hold when days change, limits are set, leads are deleted and databases stumble meanwhile."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import OperationalError, connection, transaction

from lead_intelligence.cache.models import CacheEntry
from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.enrichment.services import requests
from lead_intelligence.runs.services import calls, sweep
from lead_intelligence.runs.services import run as runs_run
from lead_intelligence.spending.models import Budget, Period
from lead_intelligence.spending.services import limits as spending_limits
from lead_intelligence.spending.services import reservations
from lead_intelligence.spending.services.reservations import Bill
from mauntic.crm.contacts.services.removal import delete_contacts
from mauntic.kernel.clock import now
from mauntic.tenants.context import enter
from tests.factories.lead_intelligence import connect_vendors, make_call, make_job, make_lead, set_rule

ONE = Decimal(1)


@pytest.fixture
def together(committed):
    """Runs functions in threads at the same moment, in the organization; raises what they raise."""

    def run(*works) -> None:
        def one(work):
            enter(committed)
            try:
                work()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(works)) as pool:
            list(pool.map(one, works))

    return run


def test_bills_of_two_days_and_a_call_of_today_do_not_lock_each_other_out(committed, together, monkeypatch):
    today = now()
    days = (today - timedelta(days=1), today)
    for day in days:
        reservations.reserve(prices=[("hunter", ONE)], at=day)
    holds, waits, real = threading.Event(), threading.Event(), reservations.locked

    def slow(slugs, at):
        rows = real(slugs, at)
        if at == days[0]:
            holds.set()
            waits.wait(0.5)
        return rows

    monkeypatch.setattr(reservations, "locked", slow)

    def settle() -> None:
        reservations.settle(bills=[Bill("hunter", ONE, ONE, day) for day in days])

    def reserve() -> None:
        holds.wait(5)
        reservations.reserve(prices=[("hunter", ONE)], at=today)

    together(settle, reserve)
    row = Budget.objects.get(provider=None, period="day", starts_on=today.date())
    assert (row.spent, row.reserved) == (1, 1)


def test_limits_can_be_set_while_a_vendor_is_asked_for_the_first_time(committed, together, monkeypatch):
    reservations.reserve(prices=[("apollo", ONE)], at=now())
    begins, waits, real = threading.Event(), threading.Event(), reservations._start

    def slow(missing, at):
        begins.set()
        waits.wait(0.5)
        real(missing, at)

    monkeypatch.setattr(reservations, "_start", slow)

    def reserve() -> None:
        reservations.reserve(prices=[("hunter", ONE)], at=now())

    def limit() -> None:
        begins.wait(5)
        limits = {Period.DAY: Decimal(9), Period.MONTH: Decimal(9)}
        spending_limits.set_budgets(limits={None: limits, "hunter": limits})

    together(reserve, limit)
    row = Budget.objects.get(provider="hunter", period="day", starts_on=now().date())
    assert (row.limit, row.reserved) == (9, 1)


def test_a_lead_that_is_deleted_while_it_is_asked_for_is_paid_for_all_the_same(acme, sandbox, monkeypatch):
    connect_vendors(sandbox, "hunter")
    set_rule("title", "hunter")
    lead = make_lead()
    requests.request_enrichment(contact_ids=[lead.pk], fields=["title"])
    real = calls.finish

    def late(*, done):
        delete_contacts(contact_ids=[lead.pk])
        real(done=done)

    monkeypatch.setattr(calls, "finish", late)
    runs_run.run_jobs()
    billed = Decimal(sandbox.stats("hunter")["billed_cost"])
    assert billed > 0
    rows = Budget.objects.filter(starts_on__year__gt=2000)
    assert {(row.spent, row.reserved) for row in rows} == {(billed, 0)}
    job, call = EnrichmentJob.objects.get(), VendorCall.objects.get()
    assert (job.contact, job.status, job.total_cost, call.cost) == (None, "cancelled", billed, billed)
    assert "title" in call.answer
    assert all(value is None for value, _ in call.answer.values())
    assert CacheEntry.objects.get(field="title").value


def test_money_that_is_held_for_no_call_is_given_back_and_the_rest_stays_held(acme):
    for slug in ("hunter", "apollo"):
        reservations.reserve(prices=[(slug, ONE)], at=now())
    make_call(make_job(make_lead()), "apollo", reserved=ONE, finished_at=None)
    sweep.resume_jobs()
    rows = Budget.objects.filter(starts_on__year__gt=2000, period="day")
    assert {row.provider_id: row.reserved for row in rows} == {None: 1, "hunter": 0, "apollo": 1}


@pytest.mark.parametrize("step", ["begin", "finish"])
def test_a_database_that_stumbles_once_loses_no_answer(acme, sandbox, monkeypatch, step):
    connect_vendors(sandbox, "hunter")
    set_rule("title", "hunter")
    leads = [make_lead(email=f"lead{number}@engines{number}.example") for number in range(5)]
    requests.request_enrichment(contact_ids=[lead.pk for lead in leads], fields=["title"])
    inner = {"begin": "_begin", "finish": "_store_answers"}[step]
    real, times = getattr(calls, inner), []

    def stumbling(*arguments):
        with transaction.atomic():
            done = real(*arguments)
            times.append(True)
            if len(times) == 1:
                transaction.set_rollback(True)
        if len(times) == 1:
            raise OperationalError("deadlock detected")
        return done

    monkeypatch.setattr(calls, inner, stumbling)
    runs_run.run_jobs()
    assert {job.status for job in EnrichmentJob.objects.all()} == {"completed"}
    asked = sandbox.stats("hunter")
    assert (asked["calls"], asked["repeats"]) == (5, 0)
    counted = {(call.outcome, call.attempt) for call in VendorCall.objects.all()}
    assert counted == {("found", 1)}
    spent = Budget.objects.get(provider=None, period="day", starts_on=now().date())
    assert (spent.spent, spent.reserved) == (Decimal(asked["billed_cost"]), 0)
