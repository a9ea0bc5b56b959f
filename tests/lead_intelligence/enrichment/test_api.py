"""The API of jobs and batches."""

from uuid import UUID

from lead_intelligence.enrichment.api.serializers import JobSerializer
from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from lead_intelligence.enrichment.services import batches
from mauntic.kernel.ids import new_id
from tests.factories.lead_intelligence import connect_vendor, make_job, make_lead
from tests.lead_intelligence.api import ROOT, send

JOB_KEYS = {
    "id",
    "contactId",
    "status",
    "fieldRequests",
    "results",
    "totalCost",
    "totalLatencyMs",
    "providersTried",
    "createdAt",
    "completedAt",
}


def test_enriching_a_contact_answers_with_its_job(web, rep):
    lead = make_lead()
    answer = send(web, "POST", f"/contacts/{lead.pk}/enrich", {"fields": ["title"], "priority": "low"})
    job = EnrichmentJob.objects.get()
    assert (answer.status_code, set(answer.json())) == (202, JOB_KEYS)
    assert answer.json()["id"] == str(job.pk)
    assert (answer.json()["status"], answer.json()["completedAt"]) == ("pending", None)
    assert (job.field_requests, job.priority, job.requested_by) == (["title"], "low", rep)


def test_the_history_tells_what_was_found_for_how_much(web, sandbox, enrich):
    connect_vendor(sandbox, "apollo")
    lead = make_lead()
    job = enrich(lead, "title")
    answer = send(web, "GET", f"/contacts/{lead.pk}/enrichment-history").json()
    (item,) = answer["items"]
    assert (answer["total"], item["id"], item["totalCost"]) == (1, str(job.pk), 0.02)
    title = next(result for result in item["results"] if result["field"] == "title")
    assert title == {
        "field": "title",
        "provider": "apollo",
        "value": lead.title,
        "confidence": 0.85,
        "cost": title["cost"],
        "latencyMs": item["totalLatencyMs"],
    }
    assert isinstance(title["cost"], float)


def test_the_history_is_paged_in_a_constant_number_of_queries(web, django_assert_max_num_queries):
    lead = make_lead()
    for _ in range(3):
        EnrichmentJob.objects.create(contact=lead, field_requests=["title"], status="failed")
    with django_assert_max_num_queries(40):
        answer = send(web, "GET", f"/contacts/{lead.pk}/enrichment-history?limit=2&page=2").json()
    assert (len(answer["items"]), answer["total"]) == (1, 3)


def test_a_batch_is_one_job_a_contact_in_the_order_asked(web):
    leads = [make_lead(email=f"{name}@engines.example") for name in "ba"]
    answer = send(web, "POST", "/contacts/enrich/batch", {"contactIds": [str(lead.pk) for lead in leads]})
    assert answer.status_code == 202
    jobs = EnrichmentJob.objects.in_bulk(answer.json()["jobIds"])
    contacts = [jobs[UUID(pk)].contact_id for pk in answer.json()["jobIds"]]
    assert contacts == [lead.pk for lead in leads]


def test_a_batch_holds_at_most_a_hundred(web):
    answer = send(web, "POST", "/contacts/enrich/batch", {"contactIds": [str(new_id()) for _ in range(101)]})
    assert answer.status_code == 400


def test_a_contact_with_nothing_to_look_up_by_is_nothing_to_do(web):
    lead = make_lead(email="", first_name="Ada")
    answer = send(web, "POST", f"/contacts/{lead.pk}/enrich", {"fields": ["title"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert answer.json()["message"].startswith("These leads have no data")
    assert not EnrichmentJob.objects.exists()


def test_a_batch_with_nothing_to_look_up_by_is_nothing_to_do(web):
    lead = make_lead(email="", first_name="Ada")
    answer = send(web, "POST", "/contacts/enrich/batch", {"contactIds": [str(lead.pk)]})
    assert (answer.status_code, EnrichmentBatch.objects.count()) == (409, 0)


def test_one_contact_with_nothing_to_look_up_by_does_not_stop_its_batch(web):
    leads = [make_lead(), make_lead(email="", first_name="Ada")]
    body = {"contactIds": [str(lead.pk) for lead in leads]}
    answer = send(web, "POST", "/contacts/enrich/batch", body)
    assert (answer.status_code, len(answer.json()["jobIds"])) == (202, 2)


def test_the_progress_of_a_batch_is_told_and_the_rest_can_be_cancelled(web, rep):
    leads = [make_lead(email=f"{name}@engines.example") for name in "ba"]
    made = send(web, "POST", "/contacts/enrich/batch", {"contactIds": [str(lead.pk) for lead in leads]})
    batch = EnrichmentBatch.objects.get()
    assert set(made.json()) == {"jobIds"}
    assert made.headers["Location"] == f"{ROOT}/batches/{batch.pk}"
    EnrichmentJob.objects.filter(contact=leads[0]).update(status="completed", total_cost="0.0245")
    counts = {"pending": 1, "running": 0, "completed": 1, "failed": 0, "exhausted": 0, "cancelled": 0}
    told = send(web, "GET", f"/batches/{batch.pk}").json()
    assert told == {
        "id": str(batch.pk),
        "label": "2 contacts by API",
        "total": 2,
        "counts": counts,
        "totalCost": 0.0245,
        "createdAt": told["createdAt"],
        "cancelledAt": None,
    }
    cancelled = send(web, "POST", f"/batches/{batch.pk}/cancel")
    assert cancelled.status_code == 200
    assert cancelled.json()["counts"] == counts | {"pending": 0, "cancelled": 1}
    assert cancelled.json()["cancelledAt"] is not None


def test_a_batch_of_others_is_cancelled_by_ops_only(web, ops, make_user):
    batch = batches.request_batch(contact_ids=[make_lead().pk], label="", requested_by=make_user("manager"))
    assert send(web, "POST", f"/batches/{batch.pk}/cancel").status_code == 403
    assert send(ops, "POST", f"/batches/{batch.pk}/cancel").status_code == 200


def test_the_history_of_a_deleted_contact_has_an_empty_contact_id(acme):
    assert JobSerializer(make_job(None)).data["contactId"] == ""
