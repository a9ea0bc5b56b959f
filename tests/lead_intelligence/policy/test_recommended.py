from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lead_intelligence.enrichment.models.blocks import ProcessingBlock
from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.policy.services.recommended import enrich_recommended
from lead_intelligence.spending.models import Budget
from mauntic.crm.models import Contact, Import, ImportRow
from mauntic.events.catalog import ProspectQualified
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from tests.factories.lead_intelligence import connect_vendor, make_lead
from tests.factories.prospects import set_icp


def policy(**values) -> None:
    EnrichmentPolicy.objects.filter(pk=1).update(**values)


def jobs() -> int:
    return EnrichmentJob.objects.count()


def recommend(lead: Contact, recommendation: str = "enrich") -> None:
    publish(ProspectQualified(contact_id=lead.pk, score=10, recommendation=recommendation))


def test_a_lead_that_is_recommended_is_enriched_in_a_batch_of_low_priority(acme):
    lead = make_lead()

    assert enrich_recommended(contact_ids=[lead.pk]) == 1

    job = EnrichmentJob.objects.get()
    assert (job.contact, job.priority, job.requested_by) == (lead, "low", None)
    assert EnrichmentBatch.objects.get().label == "Recommended for 1 leads"


def test_the_event_alone_of_enrichment_has_an_effect(acme, run_jobs):
    with run_jobs():
        for recommendation in ("sequence", "manual_review", "skip"):
            recommend(make_lead(email=f"{recommendation}@engines.example"), recommendation)
    assert jobs() == 0
    with run_jobs():
        recommend(make_lead())
    assert jobs() == 1


def test_an_organization_that_does_not_enrich_by_itself_is_left_alone(acme, run_jobs):
    acme.enriches_new_contacts = False
    acme.save()
    with run_jobs():
        recommend(make_lead())
    assert jobs() == 0


def test_a_lead_is_not_looked_up_a_second_time_within_the_age_of_the_policy(acme):
    lead = make_lead()
    enrich_recommended(contact_ids=[lead.pk])
    EnrichmentJob.objects.update(status="exhausted", created_at=now() - timedelta(days=89))
    Contact.objects.update(enrichment_status="exhausted")
    assert enrich_recommended(contact_ids=[lead.pk]) == 0
    EnrichmentJob.objects.update(created_at=now() - timedelta(days=91))

    assert enrich_recommended(contact_ids=[lead.pk]) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"enrichment_status": "pending"},
        {"source": "tracking"},
        {"source": "form"},
        {"email": "", "first_name": "Ada"},
    ],
)
def test_leads_that_are_busy_unknown_visitors_or_cannot_be_found_are_left_alone(acme, values):
    assert enrich_recommended(contact_ids=[make_lead(**values).pk]) == 0


def test_a_blocked_lead_and_one_imported_without_enrichment_are_left_alone(acme):
    blocked, imported = make_lead(), make_lead(email="two@engines.example")
    ProcessingBlock.objects.create(contact=blocked)
    job = Import.objects.create(file_name="leads.csv", enriches=False)
    ImportRow.objects.create(job=job, number=1, values={}, verdict="create", contact=imported)

    assert enrich_recommended(contact_ids=[blocked.pk, imported.pk]) == 0
    job.enriches = True
    job.save()
    assert enrich_recommended(contact_ids=[blocked.pk, imported.pk]) == 1


def test_nothing_is_spent_when_the_budget_is_used_up(acme):
    Budget.objects.create(period="month", starts_on=now().date().replace(day=1), limit=10, spent=10)
    assert enrich_recommended(contact_ids=[make_lead().pk]) == 0


def test_nothing_is_spent_while_lookups_are_stopped(acme):
    policy(stopped_at=now())
    assert enrich_recommended(contact_ids=[make_lead().pk]) == 0


def test_the_daily_limit_holds_and_the_highest_scores_come_first(acme):
    policy(refresh_per_day=2)
    leads = [make_lead(email=f"{n}@engines.example", lead_score=n) for n in range(4)]

    assert enrich_recommended(contact_ids=[lead.pk for lead in leads]) == 2
    assert set(EnrichmentJob.objects.values_list("contact", flat=True)) == {leads[2].pk, leads[3].pk}
    assert enrich_recommended(contact_ids=[leads[0].pk]) == 0


def test_the_queries_do_not_grow_with_the_leads(acme):
    leads = [make_lead(email=f"{n}@engines.example").pk for n in range(6)]
    enrich_recommended(contact_ids=leads[:1])
    with CaptureQueriesContext(connection) as one:
        enrich_recommended(contact_ids=leads[1:2])
    with CaptureQueriesContext(connection) as many:
        assert enrich_recommended(contact_ids=leads[2:]) == 4

    assert len(many) == len(one)


def test_enrichment_that_finds_nothing_new_does_not_cause_itself(sandbox, run_jobs):
    set_icp()
    connect_vendor(sandbox, "apollo")
    lead = make_lead(email="nobody@nowhere.example")
    with run_jobs():
        recommend(lead)
        recommend(lead)
    with run_jobs():
        recommend(lead)
    assert jobs() == 1
