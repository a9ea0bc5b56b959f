"""A lead goes down the waterfall, over real HTTP to the sandbox's vendors."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from lead_intelligence.cache.models import CacheEntry
from lead_intelligence.cache.services import answers
from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.enrichment.services import requests
from lead_intelligence.performance.selectors import vendors
from lead_intelligence.provenance.models import FieldWrite
from lead_intelligence.runs.services import run
from lead_intelligence.runs.services import run as runs_run
from lead_intelligence.vendors.models import EnrichmentProvider, ProviderHealth
from mauntic.crm.models import Contact
from mauntic.events.models import StoredEvent
from mauntic.kernel.circuit import REST
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotFound
from mauntic.kernel.ids import new_id
from mauntic.sandbox.desk import Fault
from mauntic.tenants.context import entered
from tests.factories.lead_intelligence import (
    connect_vendor,
    connect_vendors,
    make_company,
    make_lead,
    set_rule,
)


def events_of(lead: Contact) -> dict[str, dict]:
    rows = StoredEvent.objects.about(lead.pk).filter(type__startswith="leadIntelligence.")
    return {row.type.partition(".")[2]: row.facts[-1] for row in rows.order_by("occurred_at")}


def test_four_fields_of_one_answer_are_one_call_and_one_bill(sandbox, enrich):
    connect_vendors(sandbox, "apollo", "hunter")
    job = enrich(make_lead(), "firstName", "title", "company", "industry")
    assert job.status == EnrichmentJob.Status.COMPLETED
    assert sandbox.stats("apollo")["calls"] == 1
    assert sandbox.stats("hunter")["calls"] == 0
    assert job.total_cost == Decimal(sandbox.stats("apollo")["billed_cost"]) == Decimal("0.0200")


def test_found_values_are_on_the_lead_and_told_of(sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    lead = make_lead()
    enrich(lead)
    assert (lead.first_name, lead.last_name, lead.enrichment_status) == ("Ada", "Lovelace", "completed")
    assert lead.company.industry
    assert lead.data_quality_score == 1
    told = events_of(lead)
    assert told["LeadEnriched"]["source"] == "apollo"
    assert {"title", "company", "industry"} < set(told["LeadEnriched"]["changedFields"])
    assert told["DataQualityChanged"]["newScore"] == 1.0


def test_a_miss_is_followed_by_the_next_vendor_and_both_are_on_record(sandbox, enrich):
    connect_vendors(sandbox, "apollo", "hunter")
    set_rule("firstName", "hunter", "apollo")
    sandbox.configure("hunter", miss_rate=1.0)
    job = enrich(make_lead(), "firstName")
    assert [(call.provider_id, call.outcome) for call in job.steps] == [
        ("hunter", "not_found"),
        ("apollo", "found"),
    ]
    assert job.providers_tried == ["hunter", "apollo"]


def test_attempts_are_counted_with_their_misses(sandbox, enrich):
    connect_vendors(sandbox, "apollo", "hunter")
    sandbox.configure("apollo", miss_rate=1.0)
    set_rule("title", "apollo", "hunter", max_attempts=1)
    job = enrich(make_lead(), "title")
    assert (job.status, sandbox.stats("hunter")["calls"]) == (EnrichmentJob.Status.EXHAUSTED, 0)
    assert job.notes[-1]["reason"] == "All 1 attempts used."


def test_a_job_without_an_answer_is_exhausted_and_the_lead_shows_it(sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    sandbox.configure("apollo", miss_rate=1.0)
    lead = make_lead()
    job = enrich(lead, "title")
    assert (job.status, lead.enrichment_status) == ("exhausted", "exhausted")
    assert events_of(lead)["EnrichmentFailed"] == {
        "contactId": str(lead.pk),
        "provider": "apollo",
        "reason": "Not found: title.",
    }


def test_a_partly_found_lead_is_exhausted_and_keeps_what_was_found(sandbox, enrich):
    connect_vendors(sandbox, "hunter")
    set_rule("phone", "hunter")
    lead = make_lead()
    set_rule("title", min_confidence=1.0)
    job = enrich(lead, "firstName", "title")
    assert (job.status, job.reason) == ("exhausted", "Not found: title.")
    assert (lead.first_name, lead.title, lead.enrichment_status) == ("Ada", "", "exhausted")


def test_a_call_that_could_pass_the_cap_is_not_made(sandbox, enrich):
    connect_vendors(sandbox, "apollo", "hunter")
    sandbox.configure("apollo", miss_rate=1.0)
    set_rule("title", "apollo", "hunter", max_cost_per_lead=Decimal("0.0244"))
    job = enrich(make_lead(), "title")
    assert sandbox.stats("hunter")["calls"] == 0
    assert job.notes[-1]["reason"].startswith("Over the cap of $0.0244 per lead")


def test_an_unsure_answer_is_a_candidate_and_the_next_vendor_is_asked(sandbox, enrich):
    connect_vendors(sandbox, "apollo", "hunter")
    set_rule("title", "apollo", "hunter", min_confidence=0.99)
    lead = make_lead()
    job = enrich(lead, "title")
    assert [result.provider for result in job.candidates if result.field == "title"] == ["apollo", "hunter"]
    assert (lead.title, sandbox.stats("hunter")["calls"]) == ("", 1)


def test_a_fresh_cache_entry_costs_nothing(sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    lead = make_lead()
    enrich(lead, "title")
    Contact.objects.filter(pk=lead.pk).update(title="")
    job = enrich(lead, "title")
    assert (job.total_cost, sandbox.stats("apollo")["calls"]) == (0, 1)
    assert [(each.field, each.from_cache, each.cost) for each in job.values_found] == [("title", True, 0)]


def test_facts_of_a_company_are_bought_once_for_all_its_people(sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    set_rule("company", "apollo")
    enrich(make_lead(), "industry")
    job = enrich(make_lead(email="charles.babbage@engines.example"), "industry", "company")
    assert (job.status, sandbox.stats("apollo")["calls"]) == ("completed", 1)


def test_a_stale_cache_entry_is_not_used_and_is_swept(sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    lead = make_lead()
    enrich(lead, "title")
    set_rule("title", cache_ttl_days=0)
    enrich(lead, "title")
    assert sandbox.stats("apollo")["calls"] == 2
    answers.clean_cache()
    assert not CacheEntry.objects.filter(field="title").exists()
    assert CacheEntry.objects.filter(field="firstName").exists()


def test_fields_that_no_waterfall_looks_for_are_not_kept_and_older_ones_are_swept(sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    enrich(make_lead(), "title")
    beside = {"country", "directPhone", "seniority"}
    assert set(FieldWrite.objects.values_list("field", flat=True)) & beside
    assert not set(CacheEntry.objects.values_list("field", flat=True)) & beside
    kept = CacheEntry.objects.count()
    for field in beside:
        CacheEntry.objects.create(subject="a", field=field, provider="apollo", value="x", confidence=1)
    assert (answers.clean_cache(), CacheEntry.objects.count()) == (3, kept)


@pytest.mark.parametrize("fault", [Fault.BAD_KEY, Fault.OUT_OF_CREDIT])
def test_a_vendor_that_refuses_is_switched_off_with_the_reason_and_the_next_is_asked(sandbox, enrich, fault):
    connect_vendors(sandbox, "apollo", "hunter")
    sandbox.configure("apollo", failure_rate=1.0, failure_mode=fault)
    job = enrich(make_lead(), "title")
    apollo = EnrichmentProvider.objects.get(pk="apollo")
    assert (job.status, apollo.enabled, bool(apollo.disabled_reason)) == ("completed", False, True)
    assert vendors.overview().alerts == [apollo]
    enrich(make_lead(email="charles.babbage@engines.example"), "title")
    assert sandbox.stats("apollo")["calls"] == 1


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.HTML, Fault.TRUNCATED])
def test_a_broken_vendor_loses_nothing_of_the_others(sandbox, enrich, fault):
    connect_vendors(sandbox, "apollo", "hunter")
    sandbox.configure("apollo", failure_rate=1.0, failure_mode=fault)
    job = enrich(make_lead(), "firstName", "title")
    health = EnrichmentProvider.objects.get(pk="apollo").health
    assert (job.status, health.failure_count, health.consecutive_failures) == ("completed", 1, 1)


def test_a_vendor_that_fails_five_times_rests_until_a_probe_finds_it_well(sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    sandbox.configure("apollo", failure_rate=1.0)
    jobs = [enrich(make_lead(email=f"lead{number}@engines.example"), "title") for number in range(6)]
    assert sandbox.stats("apollo")["calls"] == 5
    reasons = {note["provider"]: note["reason"] for note in jobs[-1].notes}
    assert reasons["apollo"] == "Circuit open after repeated failures."

    sandbox.configure("apollo", failure_rate=0.0)
    ProviderHealth.objects.filter(pk="apollo").update(opened_at=now() - REST)
    assert enrich(make_lead(), "title").status == "completed"
    assert ProviderHealth.objects.get(pk="apollo").circuit_state == "closed"


def test_a_slow_vendor_is_given_up_after_its_time_limit(sandbox, enrich):
    connect_vendors(sandbox, "apollo", "hunter")
    sandbox.configure("apollo", latency_ms=400)
    set_rule("title", "apollo", "hunter", timeout_ms=100)
    job = enrich(make_lead(), "title")
    assert [call.outcome for call in job.steps] == ["transport_error", "found"]


def test_a_short_wait_that_the_vendor_asks_for_is_waited_for(sandbox, enrich, monkeypatch, time_machine):
    time_machine.move_to(now())
    connect_vendors(sandbox, "hunter")
    set_rule("title", "hunter", timeout_ms=30_000)
    sandbox.configure("hunter", failure_rate=1.0, failure_mode=Fault.RATE_LIMITED)
    waits = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        sandbox.configure("hunter", failure_rate=0.0)
        time_machine.shift(seconds)

    # Only the sleep of the run: other threads of the process sleep, too, and would shift the time.
    monkeypatch.setattr(run, "time", SimpleNamespace(sleep=wait))
    job = enrich(make_lead(), "title")
    assert [(call.attempt, call.outcome) for call in job.steps] == [(1, "rate_limited"), (2, "found")]
    assert len(waits) == 1
    health = EnrichmentProvider.objects.get(pk="hunter").health
    assert (health.failure_count, health.consecutive_failures, health.circuit_state) == (0, 0, "closed")
    assert health.paused_until == job.steps[0].poll_at


def test_a_long_wait_is_left_to_the_next_vendor(sandbox, enrich, monkeypatch):
    connect_vendors(sandbox, "hunter", "apollo")
    set_rule("title", "hunter", "apollo", timeout_ms=100)
    sandbox.configure("hunter", failure_rate=1.0, failure_mode=Fault.RATE_LIMITED)
    monkeypatch.setattr(run, "time", SimpleNamespace(sleep=pytest.fail))
    job = enrich(make_lead(), "title")
    assert [(call.provider_id, call.outcome) for call in job.steps] == [
        ("hunter", "rate_limited"),
        ("apollo", "found"),
    ]


def test_vendors_without_a_key_are_skipped_with_the_reason(acme, enrich):
    job = enrich(make_lead(), "title")
    assert job.status == "exhausted"
    assert {note["provider"]: note["reason"] for note in job.notes} == {
        "clearbit": "Disabled. Takes no new customers: switch it on with your own key.",
        "apollo": "No API key.",
        "hunter": "No API key.",
    }


def test_what_one_vendor_finds_helps_to_ask_the_next(sandbox, enrich):
    connect_vendors(sandbox, "hunter", "apollo")
    set_rule("email", "hunter")
    set_rule("phone", "apollo")
    lead = make_lead(email="", first_name="Ada", last_name="Lovelace", company=make_company())
    job = enrich(lead, "email", "phone")
    assert (job.status, lead.email) == ("completed", "ada.lovelace@engines.example")
    assert [call.provider_id for call in job.steps] == ["hunter", "apollo"]


def test_every_call_is_a_row_with_what_it_cost(sandbox, enrich):
    connect_vendor(sandbox, "apollo")
    job = enrich(make_lead(), "title")
    call = VendorCall.objects.get()
    assert (call.job, call.provider_id, call.fields, call.http_status) == (job, "apollo", ["title"], 200)
    assert (call.cost, call.reserved, bool(call.finished_at)) == (Decimal("0.0200"), Decimal("0.0200"), True)


def test_a_lead_has_one_open_job(acme):
    lead = make_lead()
    first = requests.request_enrichment(contact_ids=[lead.pk])
    assert requests.request_enrichment(contact_ids=[lead.pk], fields=["title"]) == first
    lead.refresh_from_db()
    assert (EnrichmentJob.objects.count(), lead.enrichment_status) == (1, "pending")


def test_only_empty_fields_are_looked_for_unless_told_otherwise(acme):
    lead = make_lead(first_name="Ada", last_name="Lovelace")
    (job,) = requests.request_enrichment(contact_ids=[lead.pk])
    assert job.field_requests == [
        "phone",
        "company",
        "title",
        "industry",
        "companySize",
        "linkedinUrl",
        "techStack",
    ]


@pytest.mark.parametrize(
    ("wrong", "key"),
    [({"fields": ["shoeSize"]}, "fields"), ({"fields": []}, "fields"), ({"priority": "now"}, "priority")],
)
def test_a_wrong_request_is_refused_by_name(acme, wrong, key):
    with pytest.raises(Invalid) as refusal:
        requests.request_enrichment(contact_ids=[make_lead().pk], **wrong)
    assert list(refusal.value.fields) == [key]


def test_an_unknown_contact_is_refused(acme):
    with pytest.raises(NotFound):
        requests.request_enrichment(contact_ids=[new_id()])


def test_running_a_finished_job_again_pays_nothing(sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    enrich(make_lead(), "title")
    runs_run.run_jobs()
    assert sandbox.stats("apollo")["calls"] == 1


def test_another_organization_sees_nothing_of_it(sandbox, enrich, globex):
    connect_vendors(sandbox, "apollo")
    job = enrich(make_lead(), "title")
    with entered(globex):
        assert not EnrichmentJob.objects.filter(pk=job.pk).exists()
        assert not VendorCall.objects.exists()
        assert EnrichmentProvider.objects.get(pk="apollo").api_key == ""
