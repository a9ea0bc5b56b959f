"""Leads of the list are added to a journey, after a preview of who is left out and why."""

import pytest
from django.test import Client

from mauntic.automation.models import Run
from mauntic.automation.services.definitions.saving import turn_off
from mauntic.journeys.services.enrolling import enroll_leads
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.journeys.conftest import make_journey

pytestmark = pytest.mark.django_db
CONDITIONS = {"field": "contact.country", "operator": "equals", "value": "DE"}


@pytest.fixture
def office(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


@pytest.fixture
def leads():
    return [
        ContactFactory(first_name="Ann", last_name="Fox", country="DE"),
        ContactFactory(first_name="Bob", last_name="Hill", country="DE"),
        ContactFactory(first_name="Zoe", last_name="Roy", country="FR"),
    ]


def ticked(leads) -> str:
    return "/leads/journey/?" + "&".join(f"ids={each.pk}" for each in leads)


def test_the_list_of_leads_leads_to_the_page(office, leads):
    answer = office.post("/leads/bulk/", {"action": "journey", "ids": [str(each.pk) for each in leads]})
    assert answer["Location"] == ticked(leads)
    assert office.get(answer["Location"]).context["count"] == 3
    matching = {"action": "journey", "matching": "1", "query": "q=fox"}
    assert office.get(office.post("/leads/bulk/", matching)["Location"]).context["count"] == 1


def test_a_preview_says_who_is_left_out_and_changes_nothing(office, leads, admin):
    made = make_journey(admin, conditions=CONDITIONS)
    enroll_leads(definition_id=made.pk, contact_ids=[leads[1].pk], by=admin)
    found = office.post(ticked(leads), {"journey": made.pk, "preview": "1"}).context["found"]
    assert [each.pk for each in found.free] == [leads[0].pk]
    assert [(each.name, each.why) for each in found.refused] == [
        ("Bob Hill", "The lead is in this journey."),
        ("Zoe Roy", "The lead does not match the conditions."),
    ]
    assert Run.objects.count() == 1


def test_those_who_can_enter_are_added_and_the_others_counted(office, leads, admin):
    made = make_journey(admin, conditions=CONDITIONS)
    answer = office.post(ticked(leads), {"journey": made.pk}, follow=True)
    assert [str(each) for each in answer.context["messages"]] == [
        f"2 leads added to {made.name}. 1 lead left out."
    ]
    assert set(Run.objects.values_list("subject_id", flat=True)) == {each.pk for each in leads[:2]}


def test_only_journeys_that_are_on_can_be_chosen(office, leads, admin):
    made = make_journey(admin)
    turn_off(definition_id=made.pk, by=admin)
    assert office.post(ticked(leads), {"journey": made.pk}).status_code == 422
    assert office.post(ticked(leads), {}).status_code == 422
    assert "No journey is on." in office.get(ticked(leads)).content.decode()
    assert not Run.objects.exists()


def test_no_leads_and_a_filter_that_cannot_be_read_are_refused(office, leads):
    for query in ("ids=", "score_min=many"):
        assert office.get(f"/leads/journey/?{query}").status_code == 400
        assert office.post(f"/leads/journey/?{query}", {}).status_code == 422


@pytest.mark.parametrize(("role", "status"), [("rep", 403), ("manager", 403), ("ops", 200)])
def test_only_ops_and_admins_add_leads_and_see_the_button(office, leads, make_user, role, status):
    office.force_login(make_user(role, "somebody@acme.example"))
    assert office.get(ticked(leads)).status_code == status
    for page in ("/leads/", f"/leads/{leads[0].pk}/"):
        assert ("Add to journey" in office.get(page).content.decode()) == (status == 200)
