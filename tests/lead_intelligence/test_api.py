import json
from uuid import UUID

import pytest
from django.test import Client

from lead_intelligence import services
from lead_intelligence.models import EnrichmentBatch, EnrichmentJob, EnrichmentProvider
from mauntic.kernel.ids import new_id
from tests.conftest import ACME_HOST, GLOBEX_HOST
from tests.factories.lead_intelligence import connect_vendor, make_lead

ROOT = "/api/v1/lead-intelligence"
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
APOLLO = {
    "name": "Apollo",
    "providerType": "apollo",
    "supportedFields": ["email", "title"],
    "priority": 1,
    "costPerLookup": 0.03,
}


@pytest.fixture
def ops(make_user) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user("ops"))
    return client


def send(client: Client, method: str, path: str, body: dict | None = None):
    return client.generic(method, f"{ROOT}{path}", _json(body), content_type="application/json")


def _json(body: dict | None) -> str:
    return "" if body is None else json.dumps(body)


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


def test_provenance_names_source_price_and_person(web, sandbox, enrich):
    connect_vendor(sandbox, "apollo")
    lead = make_lead(phone="+44 20 7946 0000")
    job = enrich(lead, "title")
    rows = {row["field"]: row for row in send(web, "GET", f"/contacts/{lead.pk}/provenance").json()}
    title = rows["title"]
    assert (title["value"], title["source"], title["provider"], title["job"], title["who"]) == (
        lead.title,
        "enriched",
        "apollo",
        str(job.pk),
        "",
    )
    assert (rows["phone"]["source"], rows["phone"]["provider"]) == ("typed", "")
    assert [each["confidence"] for each in rows["phone"]["suggestions"]] == [0.85]


def test_a_revert_answers_with_what_changed(web, sandbox, enrich):
    connect_vendor(sandbox, "apollo")
    lead = make_lead()
    enrich(lead, "title")
    answer = send(web, "POST", f"/contacts/{lead.pk}/revert", {"field": "title"})
    assert answer.json()["reverted"] == [{"field": "title", "oldValue": lead.title, "newValue": None}]


def test_vendors_are_listed_without_their_config(web):
    EnrichmentProvider.objects.filter(pk="apollo").update(config={"apiKey": "sk-secret"})
    answer = send(web, "GET", "/providers")
    assert [each["id"] for each in answer.json()] == [
        "clearbit",
        "apollo",
        "hunter",
        "zoominfo",
        "lusha",
        "rocketreach",
        "builtwith",
        "wappalyzer",
    ]
    assert set(answer.json()[0]) == {
        "id",
        "name",
        "providerType",
        "supportedFields",
        "priority",
        "costPerLookup",
        "avgLatencyMs",
        "successRate",
        "batchSupported",
        "enabled",
    }
    assert "sk-secret" not in answer.content.decode()


def test_ops_set_a_vendor_and_never_see_its_key_again(ops):
    answer = send(ops, "PUT", "/providers/apollo", APOLLO | {"config": {"apiKey": "sk-secret"}})
    assert (answer.status_code, answer.json()["costPerLookup"]) == (200, 0.03)
    assert "sk-secret" not in answer.content.decode()
    assert EnrichmentProvider.objects.get(pk="apollo").api_key == "sk-secret"


def test_a_second_account_of_a_vendor_can_be_added(ops):
    assert send(ops, "PUT", "/providers/apollo-emea", APOLLO).status_code == 200
    assert send(ops, "GET", "/health?providerId=apollo-emea").json() == [
        {
            "providerId": "apollo-emea",
            "successCount": 0,
            "failureCount": 0,
            "circuitState": "closed",
            "lastFailureAt": None,
            "lastSuccessAt": None,
        }
    ]


def test_ops_set_a_waterfall(ops):
    body = {"providerOrder": ["hunter", "apollo"], "maxCostPerLead": 0.5, "minConfidence": 0.7}
    answer = send(ops, "PUT", "/waterfall/email", body)
    assert answer.status_code == 200
    assert send(ops, "GET", "/waterfall?fieldName=email").json() == [
        {
            "id": answer.json()["id"],
            "fieldName": "email",
            "providerOrder": ["hunter", "apollo"],
            "maxAttempts": 3,
            "timeoutMs": 5000,
            "minConfidence": 0.7,
            "cacheTtlDays": 7,
            "maxCostPerLead": 0.5,
        }
    ]
    assert [row["fieldName"] for row in send(ops, "GET", "/waterfall").json()] == [
        "email",
        "firstName",
        "lastName",
        "phone",
        "company",
        "title",
        "industry",
        "companySize",
        "linkedinUrl",
        "techStack",
    ]


@pytest.mark.parametrize(
    ("path", "body"), [("/providers/apollo", APOLLO), ("/waterfall/email", {"providerOrder": ["apollo"]})]
)
def test_reps_may_not_change_how_leads_are_enriched(web, path, body):
    assert send(web, "PUT", path, body).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "body", "key"),
    [
        ("POST", "/contacts/{lead}/enrich", {"fields": ["shoeSize"]}, "fields"),
        ("POST", "/contacts/{lead}/enrich", {"priority": "now"}, "priority"),
        ("POST", "/contacts/{lead}/enrich", {"field": "title"}, "field"),
        ("POST", "/contacts/enrich/batch", {"contactIds": []}, "contactIds"),
        ("POST", "/contacts/enrich/batch", {"contactIds": ["x"]}, "contactIds"),
        ("POST", "/contacts/{lead}/revert", {}, "field"),
        ("PUT", "/providers/apollo", APOLLO | {"costPerLookup": -1}, "costPerLookup"),
        ("PUT", "/providers/apollo", APOLLO | {"providerType": "palantir"}, "providerType"),
        ("PUT", "/providers/apollo", APOLLO | {"supportedFields": ["shoeSize"]}, "supportedFields"),
        ("PUT", "/providers/apollo", APOLLO | {"config": {"apikey": "x"}}, "config"),
        ("PUT", "/waterfall/email", {"providerOrder": []}, "providerOrder"),
        ("PUT", "/waterfall/email", {"providerOrder": ["apollo", "clearbit"]}, "providerOrder"),
        ("PUT", "/waterfall/email", {"providerOrder": ["builtwith"]}, "providerOrder"),
        ("PUT", "/waterfall/email", {"providerOrder": ["apollo"], "maxCostPerLead": -1}, "maxCostPerLead"),
        ("PUT", "/waterfall/email", {"providerOrder": ["apollo"], "minConfidence": 1.1}, "minConfidence"),
        ("PUT", "/waterfall/email", {"providerOrder": ["apollo"], "maxAttempts": 11}, "maxAttempts"),
        ("PUT", "/waterfall/shoeSize", {"providerOrder": ["apollo"]}, "fieldName"),
        ("POST", "/contacts/enrich/batch", {"contactIds": ["{lead}"], "fields": ["shoeSize"]}, "fields"),
        ("PUT", "/waterfall/email", {"providerOrder": ["palantir"]}, "providerOrder"),
        ("PUT", "/waterfall/email", {"providerOrder": ["apollo"], "timeoutMs": 99}, "timeoutMs"),
        ("GET", "/contacts/{lead}/enrichment-history?limit=101", None, "limit"),
    ],
)
def test_bad_input_is_refused_with_the_name_of_the_key(ops, method, path, body, key):
    lead = str(make_lead().pk)
    filled = json.loads(json.dumps(body).replace("{lead}", lead))
    answer = send(ops, method, path.replace("{lead}", lead), filled)
    assert (answer.status_code, answer.json()["code"], list(answer.json()["details"])) == (
        400,
        "invalid",
        [key],
    )


def test_a_batch_holds_at_most_a_hundred(web):
    answer = send(web, "POST", "/contacts/enrich/batch", {"contactIds": [str(new_id()) for _ in range(101)]})
    assert answer.status_code == 400


def test_a_contact_with_nothing_to_look_up_by_is_nothing_to_do(web):
    lead = make_lead(email="", first_name="Ada")
    answer = send(web, "POST", f"/contacts/{lead.pk}/enrich", {"fields": ["title"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert answer.json()["message"].startswith("There is nothing to do")
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
    batch = services.request_batch(contact_ids=[make_lead().pk], label="", requested_by=make_user("manager"))
    assert send(web, "POST", f"/batches/{batch.pk}/cancel").status_code == 403
    assert send(ops, "POST", f"/batches/{batch.pk}/cancel").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/batches/{missing}"),
        ("POST", "/batches/{missing}/cancel"),
        ("POST", "/contacts/{missing}/enrich"),
        ("GET", "/contacts/{missing}/enrichment-history"),
        ("GET", "/contacts/{missing}/provenance"),
        ("GET", "/health?providerId=palantir"),
        ("GET", "/waterfall?fieldName=shoeSize"),
    ],
)
def test_what_does_not_exist_is_not_found(ops, method, path):
    answer = send(ops, method, path.replace("{missing}", str(new_id())), {} if method == "POST" else None)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_strangers_are_kept_out(stranger):
    assert send(stranger, "GET", "/providers").status_code == 401


def test_another_organizations_host_shows_nothing_of_a_lead(web):
    lead = make_lead()
    other = Client(headers={"host": GLOBEX_HOST})
    assert send(other, "GET", f"/contacts/{lead.pk}/provenance").status_code == 401
