"""The API of research."""

from datetime import timedelta

import pytest

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.agents.research.models.jobs import ResearchJob
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.research import make_insight
from tests.support.queries import queries_of

ROOT = "/api/v1/revops"


def post(web, path: str, **body: object):
    return web.post(f"{ROOT}/{path}", body, content_type="application/json")


def test_research_is_accepted_and_answered_with_its_job(web, lead):
    answer = post(web, "research", contactId=str(lead.pk), type="person")
    assert answer.status_code == 202
    assert answer.json() == {"jobId": str(ResearchJob.objects.get().pk), "message": "Research started."}
    assert post(web, "research", contactId=str(lead.pk), type="person").json() == answer.json()


@pytest.mark.parametrize(
    ("body", "field"),
    [({"type": "weather"}, "type"), ({}, "type"), ({"type": "company", "deep": True}, "deep")],
)
def test_unknown_input_is_refused(web, lead, body, field):
    answer = post(web, "research", contactId=str(lead.pk), **body)
    assert answer.status_code == 400
    assert field in answer.json()["details"]


def test_unknown_contacts_and_companies_without_site_are_told(web, acme):
    assert post(web, "research", contactId=str(new_id()), type="company").status_code == 404
    lead = ContactFactory(company=CompanyFactory(domain=""), email="")
    answer = post(web, "research", contactId=str(lead.pk), type="company")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_many_leads_make_one_job_per_company(web, lead, django_assert_max_num_queries):
    colleague = ContactFactory(company=lead.company)
    nowhere = ContactFactory(company=None, email="")
    others = ContactFactory.create_batch(5)
    ids = [str(each.pk) for each in (lead, colleague, nowhere, *others)]
    with django_assert_max_num_queries(14):
        answer = post(web, "agents/research/run", contactIds=ids)
    assert answer.status_code == 202
    found = answer.json()
    assert len(found["jobIds"]) == ResearchJob.objects.count() == 6
    assert [each["contactId"] for each in found["refused"]] == [str(nowhere.pk)]
    assert post(web, "agents/research/run", contactIds=ids).json()["jobIds"] == found["jobIds"]


@pytest.mark.parametrize("body", [{}, {"contactIds": []}, {"contactId": "x"}])
def test_the_run_wants_one_list_or_one_contact(web, acme, body):
    assert post(web, "agents/research/run", **body).status_code == 400


def test_both_names_at_once_are_refused(web, lead):
    pk = str(lead.pk)
    assert post(web, "agents/research/run", contactId=pk, contactIds=[pk]).status_code == 400


def test_insights_are_listed_best_first_with_their_evidence(web, lead):
    make_insight(company=lead.company, relevance=0.8, content="Second.")
    make_insight(contact=lead, relevance=1.0, content="First.")
    first, second = web.get(f"{ROOT}/contacts/{lead.pk}/insights").json()
    assert (first["content"], second["content"]) == ("First.", "Second.")
    assert (first["insightType"], first["relevance"], first["source"]) == (
        "career_trajectory",
        1.0,
        "https://acme.example/jobs",
    )
    assert first["quote"] in first["sentence"]
    assert 0.89 < first["freshness"] <= 0.9


def test_insights_are_narrowed_and_limited(web, lead):
    make_insight(company=lead.company)
    make_insight(contact=lead)
    listed = lambda query: web.get(f"{ROOT}/contacts/{lead.pk}/insights{query}").json()  # noqa: E731
    assert [each["insightType"] for each in listed("?insightType=hiring_signals")] == ["hiring_signals"]
    assert len(listed("?limit=1")) == 1
    assert listed("?insightType=weather")["code"] == "invalid"


def test_an_insight_of_a_vendor_has_no_address(web, lead):
    make_insight(company=lead.company, url="", source="Clearbit")
    make_insight(company=lead.company, url="", source="", content="Nobody knows.")
    found = web.get(f"{ROOT}/contacts/{lead.pk}/insights").json()
    assert {each["source"] for each in found} == {"Clearbit", None}


@pytest.mark.parametrize("path", ["research", "agents/research/run"])
def test_without_signing_in_no_research_is_made(stranger, lead, path):
    assert post(stranger, path, contactId=str(lead.pk), type="company").status_code in {401, 403}
    assert not ResearchJob.objects.exists()


def test_insights_of_nobody_are_not_found(web, stranger, lead):
    assert web.get(f"{ROOT}/contacts/{new_id()}/insights").status_code == 404
    assert stranger.get(f"{ROOT}/contacts/{lead.pk}/insights").status_code in {401, 403}


@pytest.mark.parametrize(("count", "status"), [(100, 202), (101, 400)])
def test_a_run_takes_up_to_a_hundred_leads(web, acme, count, status):
    answer = post(web, "agents/research/run", contactIds=[str(new_id()) for _ in range(count)])
    assert answer.status_code == status
    if status == 202:
        assert len(answer.json()["refused"]) == count
    else:
        assert "contactIds" in answer.json()["details"]


def test_a_run_of_one_lead_names_who_asked_and_counts(web, lead, rep):
    answer = post(web, "agents/research/run", contactId=str(lead.pk)).json()
    job = ResearchJob.objects.get()
    assert answer == {"jobIds": [str(job.pk)], "refused": [], "message": "1 research job started."}
    assert (job.type, job.requested_by) == ("company", rep)


def test_a_run_says_in_words_why_a_lead_is_refused(web, lead):
    lead.last_name = ""
    lead.save()
    answer = post(web, "agents/research/run", contactId=str(lead.pk), type="person").json()
    assert answer["refused"] == [
        {"contactId": str(lead.pk), "reason": "Enter the first and last name of the lead."}
    ]
    assert answer["message"] == "No research started."


@pytest.mark.parametrize("ids", ["x", ["x"], [None], {"a": 1}, [["x"]]])
def test_ids_of_any_other_shape_are_refused(web, acme, ids):
    answer = post(web, "agents/research/run", contactIds=ids)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


@pytest.mark.parametrize(("limit", "status"), [("0", 400), ("1", 200), ("x", 400), ("100000", 400)])
def test_the_limit_of_a_list_has_bounds(web, lead, limit, status):
    assert web.get(f"{ROOT}/contacts/{lead.pk}/insights?limit={limit}").status_code == status


def test_an_unknown_filter_of_insights_is_refused(web, lead):
    answer = web.get(f"{ROOT}/contacts/{lead.pk}/insights?type=hiring_signals")
    assert answer.status_code == 400
    assert "type" in answer.json()["details"]


def test_quality_is_that_of_now(web, lead):
    read = now() - timedelta(days=180)
    make_insight(company=lead.company, published_at=read, relevance=1.0)
    (found,) = web.get(f"{ROOT}/contacts/{lead.pk}/insights").json()
    assert (found["freshness"], found["uniqueness"]) == (0.25, 1.0)
    assert found["quality"] == round(0.25 ** (1 / 3), 3)


def test_more_insights_take_no_more_queries(web, lead):
    url = f"{ROOT}/contacts/{lead.pk}/insights"
    make_insight(company=lead.company)
    few = queries_of(lambda: web.get(url))
    for number in range(5):
        make_insight(contact=lead, content=f"Insight {number}")
    assert queries_of(lambda: web.get(url)) == few
