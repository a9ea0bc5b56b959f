"""Contacts are deleted through every door: what was paid for them stays, and nothing tells who they were."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.test import Client

from lead_intelligence.cache.models import CacheEntry
from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.enrichment.services import requests
from lead_intelligence.privacy.services.deletion import person_hash
from lead_intelligence.runs.services import run, sweep
from lead_intelligence.spending.models import Budget
from lead_intelligence.spending.services import limits
from lead_intelligence.waterfall.selectors.hit_rates import vendor_hit_rates
from mauntic.accounts.models import Role, User
from mauntic.crm.contacts.services.edit import create_contact
from mauntic.crm.contacts.services.removal import delete_contacts
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from tests.conftest import ACME_HOST
from tests.crm.files import HEADERS, bring_in, lead, undo
from tests.factories.lead_intelligence import connect_vendor, make_call, make_job, make_lead, set_rule

ADA = "ada.lovelace@engines.example"


def by_api(contact: Contact, client: Client) -> None:
    assert client.delete(f"/api/v1/crm/contacts/{contact.pk}").status_code == 204


def by_administration(contact: Contact, client: Client) -> None:
    path = f"/admin/crm/contact/{contact.pk}/delete/"
    assert client.post(path, {"post": "yes"}).status_code == 302


def by_administration_of_several(contact: Contact, client: Client) -> None:
    form = {"action": "delete_selected", "_selected_action": [str(contact.pk)], "post": "yes"}
    assert client.post("/admin/crm/contact/", form).status_code == 302


@pytest.fixture
def admin_client(make_user) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user(Role.ADMIN))
    return client


@pytest.mark.parametrize("door", [by_api, by_administration, by_administration_of_several])
def test_what_was_paid_outlives_the_contact_without_a_word_about_the_person(admin_client, door):
    contact = make_lead(email=ADA, first_name="Ada", last_name="Lovelace")
    who = person_hash(contact)
    job = make_job(
        contact,
        total_cost=Decimal("0.02"),
        results=[
            {
                "field": "title",
                "provider": "apollo",
                "value": "Countess",
                "confidence": 0.9,
                "cost": "0.02",
                "latencyMs": 100,
                "isTaken": True,
                "fromCache": False,
            }
        ],
    )
    make_call(
        job, "apollo", answer={"title": ["Countess", 0.9]}, detail=f"{ADA} is known", reference="person-17"
    )
    rates = vendor_hit_rates()

    door(contact, admin_client)

    assert not Contact.objects.exists()
    kept = EnrichmentJob.objects.get()
    assert (kept.contact, kept.subject, kept.total_cost, kept.status) == (
        None,
        who,
        Decimal("0.02"),
        "completed",
    )
    assert VendorCall.objects.get().cost == Decimal("0.02")
    ledger = json.dumps([*EnrichmentJob.objects.values(), *VendorCall.objects.values()], default=str)
    for told in (ADA, "Ada", "Lovelace", "Countess", "person-17", str(contact.pk)):
        assert told not in ledger
    assert vendor_hit_rates() == rates
    for path in (f"/lead-intelligence/jobs/{kept.pk}/", "/lead-intelligence/jobs/"):
        assert "Deleted lead" in admin_client.get(path).content.decode()


def test_an_import_that_is_reverted_and_done_again_is_not_paid_twice(acme, sandbox, run_jobs):
    connect_vendor(sandbox, "hunter")
    set_rule("title", "hunter")
    rows = [lead("Ada", "Lovelace", ADA), lead("Grace", "Hopper", "grace.hopper@engines.example")]

    def bring() -> object:
        job = bring_in(HEADERS, *rows)
        with run_jobs():
            ids = list(Contact.objects.order_by("pk").values_list("pk", flat=True))
            requests.request_enrichment(contact_ids=ids, fields=["title"])
        return job

    job = bring()
    paid = Decimal(sandbox.stats("hunter")["billed_cost"])
    assert paid > 0
    titles = set(Contact.objects.values_list("title", flat=True))

    undo(job)

    assert not Contact.objects.exists()
    assert VendorCall.objects.aggregate(Sum("cost"))["cost__sum"] == paid
    assert EnrichmentJob.objects.aggregate(Sum("total_cost"))["total_cost__sum"] == paid

    bring()

    assert set(Contact.objects.values_list("title", flat=True)) == titles
    assert Decimal(sandbox.stats("hunter")["billed_cost"]) == paid
    assert VendorCall.objects.aggregate(Sum("cost"))["cost__sum"] == paid
    spent = Budget.objects.get(provider=None, period="day", starts_on=now().date())
    assert (spent.spent, spent.reserved) == (paid, 0)


def test_what_an_unfinished_job_has_bought_is_used_when_the_person_comes_back(acme, sandbox, enrich):
    connect_vendor(sandbox, "hunter")
    set_rule("title", "hunter")
    contact = create_contact(values={"email": ADA}, source="manual")
    job = make_job(contact, status="running", lease_until=now() + timedelta(minutes=1))
    make_call(job, "hunter", answer={"title": ["Countess", 0.9]})

    delete_contacts(contact_ids=[contact.pk])

    job.refresh_from_db()
    assert (job.status, job.reason, job.total_cost, job.providers_tried) == (
        "cancelled",
        "Lead deleted.",
        Decimal("0.02"),
        ["hunter"],
    )
    again = create_contact(values={"email": ADA}, source="manual")
    enrich(again, "title")
    assert (again.title, sandbox.stats("hunter")["calls"]) == ("Countess", 0)


def test_a_call_for_a_deleted_lead_whose_worker_died_is_counted_as_billed(acme):
    contact = make_lead()
    job = make_job(contact, status="running", lease_until=now())
    limits.set_budget(day=Decimal(10), month=Decimal(10))
    call = make_call(
        job,
        "apollo",
        outcome="",
        answer={},
        cost=0,
        reserved=Decimal("0.02"),
        finished_at=None,
        started_at=now() - timedelta(minutes=3),
    )
    delete_contacts(contact_ids=[contact.pk])

    assert sweep.resume_jobs() == 0

    call.refresh_from_db()
    job.refresh_from_db()
    assert (call.outcome, call.cost, job.total_cost) == ("transport_error", Decimal("0.02"), Decimal("0.02"))


def test_no_lead_that_is_deleted_beside_its_enrichment_is_refused(at_once, committed, sandbox):
    connect_vendor(sandbox, "hunter")
    set_rule("title", "hunter")
    sandbox.configure("hunter", latency_ms=20)
    leads = [make_lead(email=f"lead{n}@engines{n}.example") for n in range(30)]
    requests.request_enrichment(contact_ids=[each.pk for each in leads], fields=["title"])
    users = [User.objects.create_user(f"ops{n}@acme.example", "a password", role=Role.OPS) for n in range(3)]
    clients = [Client(headers={"host": f"{committed.schema_name}.localhost"}) for _ in users]
    for client, user in zip(clients, users, strict=True):
        client.force_login(user)

    def work(number: int) -> list[int]:
        if number == 3:
            run.run_jobs()
            return []
        mine = leads[number::3]
        return [clients[number].delete(f"/api/v1/crm/contacts/{each.pk}").status_code for each in mine]

    told = at_once(4, work)

    assert [status for statuses in told for status in statuses] == [204] * 30
    assert not Contact.objects.exists()
    assert {job.contact for job in EnrichmentJob.objects.all()} == {None}
    assert not EnrichmentJob.objects.open().exists()
    assert not VendorCall.objects.filter(finished_at=None).exists()
    billed = Decimal(sandbox.stats("hunter")["billed_cost"])
    assert (VendorCall.objects.aggregate(Sum("cost"))["cost__sum"] or 0) == billed
    assert (EnrichmentJob.objects.aggregate(Sum("total_cost"))["total_cost__sum"] or 0) == billed
    assert all(pair[0] is None for call in VendorCall.objects.all() for pair in call.answer.values())
    assert CacheEntry.objects.filter(field="title").count() == VendorCall.objects.exclude(answer={}).count()


def test_two_organizations_know_one_deleted_person_by_different_hashes(acme, globex):
    here = person_hash(make_lead())
    with entered(globex):
        assert person_hash(make_lead()) != here
