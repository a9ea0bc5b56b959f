"""Hot leads are enriched again when their data is old."""

from datetime import UTC, datetime, timedelta

import pytest

from lead_intelligence.cache.models import CacheEntry
from lead_intelligence.enrichment.models.blocks import ProcessingBlock
from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.leads.domain.subjects import cache_subject
from lead_intelligence.leads.selectors import subject_of
from lead_intelligence.policy.services import refresh
from lead_intelligence.provenance.models import FieldWrite
from lead_intelligence.spending.models import Budget
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.kernel.ids import new_id
from tests.factories.lead_intelligence import make_lead

PAGE = "/lead-intelligence/policy/"
TYPED = {"first_name": "Ada", "last_name": "Lovelace", "phone": "+44"}


@pytest.fixture
def policy(acme) -> EnrichmentPolicy:
    EnrichmentPolicy.objects.update(
        refresh_enabled=True, refresh_after_days=90, refresh_min_score=60, refresh_per_day=100
    )
    return EnrichmentPolicy.objects.get()


def old_lead(score: int = 80, days: int = 100, **values: object) -> Contact:
    """A lead that was enriched some days ago."""
    lead = make_lead(**{"email": f"{new_id().hex}@engines.example", **TYPED, **values})
    Contact.objects.filter(pk=lead.pk).update(
        lead_score=score, last_enriched_at=now() - timedelta(days=days), enrichment_status="completed"
    )
    return lead


def asked() -> list[Contact]:
    return [job.contact for job in EnrichmentJob.objects.order_by("contact__email")]


def test_old_and_hot_leads_are_asked_for_as_a_batch_at_low_priority(policy):
    due = old_lead(score=60)
    old_lead(score=59)
    old_lead(days=89)
    make_lead()
    assert refresh.refresh_leads() == 1
    job = EnrichmentJob.objects.get()
    assert (job.contact, job.priority) == (due, "low")
    assert str(job.batch) == "Refresh of 1 leads older than 90 days"


def test_a_second_run_asks_for_nothing_twice(policy):
    old_lead()
    refresh.refresh_leads()
    assert refresh.refresh_leads() == 0
    EnrichmentJob.objects.update(status="exhausted")
    Contact.objects.update(enrichment_status="exhausted")
    assert refresh.refresh_leads() == 0


def test_a_lead_that_was_looked_up_in_vain_comes_again_after_as_many_days(policy):
    lead = old_lead()
    Contact.objects.filter(pk=lead.pk).update(last_enriched_at=None, enrichment_status="exhausted")
    job = EnrichmentJob.objects.create(contact=lead, status="exhausted", field_requests=["title"])
    assert refresh.refresh_leads() == 0
    EnrichmentJob.objects.filter(pk=job.pk).update(created_at=now() - timedelta(days=91))
    assert refresh.refresh_leads() == 1


def test_the_hottest_come_first_and_the_days_number_holds(policy, time_machine):
    time_machine.move_to(datetime(2026, 11, 24, 22, 0, tzinfo=UTC))
    policy.refresh_per_day = 2
    policy.save()
    for score in (70, 90, 80):
        old_lead(score=score, email=f"{score}@engines.example")
    assert refresh.refresh_leads() == 2
    assert [lead.email[:2] for lead in asked()] == ["80", "90"]
    assert refresh.refresh_leads() == 0
    time_machine.move_to(datetime(2026, 11, 25, 0, 1, tzinfo=UTC))
    assert refresh.refresh_leads() == 1


def test_what_is_empty_or_enriched_is_asked_for_and_what_was_typed_is_not(policy):
    lead = old_lead(title="Countess")
    FieldWrite.objects.create(
        contact=lead, field="title", new_value="Countess", provider="apollo", confidence=0.8
    )
    refresh.refresh_leads()
    wanted = set(EnrichmentJob.objects.get().field_requests)
    assert wanted == {"title", "company", "industry", "companySize", "linkedinUrl", "techStack"}


def test_an_answer_that_is_as_old_as_the_policy_does_not_answer_again(policy):
    lead = old_lead()
    key = cache_subject(subject_of(lead), "title")
    for days, provider in ((91, "apollo"), (5, "hunter")):
        CacheEntry.objects.create(
            subject=key,
            field="title",
            provider=provider,
            value="Countess",
            confidence=0.8,
            fetched_at=now() - timedelta(days=days),
        )
    refresh.refresh_leads()
    assert CacheEntry.objects.get().provider == "hunter"


def test_nothing_is_asked_for_when_it_may_not_be(policy):
    old_lead()
    for values in ({"refresh_enabled": False}, {"stopped_at": now()}, {"refresh_per_day": 0}):
        before = {name: getattr(policy, name) for name in values}
        EnrichmentPolicy.objects.update(**values)
        assert refresh.refresh_leads() == 0
        EnrichmentPolicy.objects.update(**before)
    Budget.objects.create(period="day", starts_on=now().date(), limit=5, spent=5)
    assert refresh.refresh_leads() == 0
    Budget.objects.update(spent=0)
    assert refresh.refresh_leads() == 1


def test_who_asked_not_to_be_processed_or_cannot_be_looked_up_is_left_alone(policy):
    ProcessingBlock.objects.create(subject="x", contact=old_lead(), provider="hunter")
    old_lead(email="", last_name="")
    assert refresh.refresh_leads() == 0


def test_numbers_out_of_range_are_named(policy):
    with pytest.raises(Invalid) as refusal:
        refresh.save_policy(
            refresh_enabled=True, refresh_after_days=0, refresh_min_score=101, refresh_per_day=1
        )
    assert sorted(refusal.value.fields) == ["refreshAfterDays", "refreshMinScore"]
    policy.refresh_from_db()
    assert (policy.refresh_after_days, policy.refresh_min_score) == (90, 60)


def test_ops_set_the_policy(client_of, policy):
    ops = client_of("ops")
    old_lead()
    assert "1 lead is due" in ops.get(PAGE).content.decode()
    form = {
        "refresh_after_days": "30",
        "refresh_min_score": "50",
        "refresh_per_day": "10",
        "enrich_strangers": "on",
        "strangers_per_hour": "7",
    }
    page = ops.post(PAGE, form, follow=True).content.decode()
    assert "No requests now: the refresh is off." in page
    policy.refresh_from_db()
    assert (policy.refresh_enabled, policy.refresh_after_days, policy.refresh_per_day) == (False, 30, 10)
    assert (policy.enrich_strangers, policy.strangers_per_hour) == (True, 7)
    answer = ops.post(PAGE, form | {"refresh_after_days": "0"})
    assert (answer.status_code, "greater than or equal to 1" in answer.content.decode()) == (422, True)


def test_reps_see_no_policy(web):
    assert web.get(PAGE).status_code == 403
