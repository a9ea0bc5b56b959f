from uuid import uuid4

import pytest

from revops.prospects.models import Prospect
from revops.prospects.services.qualify import qualify_lead
from tests.factories.crm import ContactFactory
from tests.factories.prospects import make_fitting, score_leads, set_icp
from tests.support.queries import queries_of

LIST = "/api/v1/revops/prospects"


@pytest.fixture
def leads(acme):
    """A lead to enrich, and two others with scores of 70 and 10."""
    set_icp()
    made = [ContactFactory(company=None, first_name=""), make_fitting(), make_fitting()]
    for lead, score in zip(made, (90, 70, 10), strict=True):
        score_leads(score, lead)
        qualify_lead(contact_id=lead.pk)
    return made


def test_prospects_are_listed_by_score(web, leads):
    rows = web.get(LIST).json()

    assert [row["contactId"] for row in rows] == [str(lead.pk) for lead in leads]
    assert set(rows[0]) == {
        "id",
        "contactId",
        "qualificationScore",
        "icpMatch",
        "recommendation",
        "dataCompleteness",
        "qualifiedAt",
        "reasoning",
    }
    assert (rows[1]["qualificationScore"], rows[1]["icpMatch"], rows[1]["dataCompleteness"]) == (70, 1, 1)


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("recommendation=sequence", [1]),
        ("recommendation=enrich", [0]),
        ("recommendation=skip", []),
        ("limit=1", [0]),
        ("limit=2&offset=1", [1, 2]),
        ("offset=3", []),
    ],
)
def test_the_list_is_narrowed_and_paged(web, leads, query, places):
    rows = web.get(f"{LIST}?{query}").json()
    assert [row["contactId"] for row in rows] == [str(leads[place].pk) for place in places]


@pytest.mark.parametrize("query", ["recommendation=maybe", "limit=0", "limit=101", "offset=-1", "page=2"])
def test_unknown_filters_are_refused(web, acme, query):
    answer = web.get(f"{LIST}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_a_contact_is_qualified_on_request(web, acme):
    set_icp()
    lead = make_fitting()

    answer = web.post(f"{LIST}/{lead.pk}/qualify", {}, content_type="application/json")

    row = Prospect.objects.get()
    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["recommendation"]) == (str(row.pk), "manual_review")
    assert answer.json()["reasoning"].endswith("No sequence yet: score 0 is below 60.")


def test_an_unknown_contact_is_not_found(web, acme):
    answer = web.post(f"{LIST}/{uuid4()}/qualify", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_longer_list_takes_as_many_queries(web, acme):
    set_icp()
    qualify_lead(contact_id=make_fitting().pk)
    one = queries_of(lambda: web.get(LIST))
    for _ in range(2):
        qualify_lead(contact_id=make_fitting().pk)

    assert queries_of(lambda: web.get(LIST)) == one
