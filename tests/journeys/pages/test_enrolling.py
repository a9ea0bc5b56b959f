"""A lead is added to a journey by hand: whoever cannot enter is shown with the reason."""

import pytest
from django.test import Client

from mauntic.automation.models import Definition, Origin, Run
from mauntic.automation.services.definitions.saving import turn_off
from mauntic.kernel.ids import new_id
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def page_of(journey: Definition) -> str:
    return f"/journeys/{journey.pk}/enroll/"


def why(answer) -> dict[str, str]:
    return {row.record.name: row.why for row in answer.context["rows"]}


def said(answer) -> list[str]:
    return [str(each) for each in answer.context["messages"]]


def test_a_lead_that_is_found_is_added_once(office, journey, admin):
    made = journey()
    ann = ContactFactory(first_name="Ann", last_name="Fox")
    ContactFactory(first_name="Bob", last_name="Hill")
    assert why(office.get(f"{page_of(made)}?q=fox")) == {"Ann Fox": ""}
    answer = office.post(page_of(made), {"contact": str(ann.pk)}, follow=True)
    assert said(answer) == [f'Ann Fox added to "{made.name}".']
    assert why(answer) == {"Ann Fox": "The lead is in this journey.", "Bob Hill": ""}
    run = Run.objects.get()
    assert (run.subject_id, run.origin, run.started_by) == (ann.pk, Origin.PERSON, admin)
    again = office.post(page_of(made), {"contact": str(ann.pk)}, follow=True)
    assert said(again) == ["Ann Fox: The lead is in this journey."]
    assert Run.objects.count() == 1


def test_adding_a_lead_is_undone_by_the_button_of_its_message(office, journey):
    made, ann = journey(), ContactFactory(first_name="Ann", last_name="Fox")
    answer = office.post(page_of(made), {"contact": str(ann.pk)}, follow=True)
    (message,) = answer.context["messages"]
    assert message.extra_tags.startswith(f"{page_of(made)}undo/?at=")
    undone = office.post(message.extra_tags, {"next": "/leads/"}, follow=True)
    assert undone.redirect_chain[-1][0] == "/leads/"
    assert said(undone)[0].startswith(f"1 lead removed from {made.name}.")
    assert not Run.objects.alive().exists()
    assert said(office.post(message.extra_tags, follow=True)) == ["This was undone already."]
    assert office.post(f"{page_of(made)}undo/?at=never").status_code == 404
    assert office.get(message.extra_tags).status_code == 405


def test_a_journey_that_is_off_says_so_and_takes_nobody(office, journey, admin):
    made, ann = journey(), ContactFactory()
    turn_off(definition_id=made.pk, by=admin)
    answer = office.get(page_of(made))
    assert answer.context["refusal"] == "Turn the journey on first."
    assert said(office.post(page_of(made), {"contact": str(ann.pk)}, follow=True)) == [
        "Turn the journey on first."
    ]
    assert not Run.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"contact": "nobody"}, {"contact": [str(new_id()), str(new_id())]}])
def test_a_request_without_one_lead_is_refused(office, journey, sent):
    assert office.post(page_of(journey()), sent).status_code == 422


def test_a_lead_that_does_not_exist_is_refused_with_the_reason(office, journey):
    answer = office.post(page_of(journey()), {"contact": str(new_id())}, follow=True)
    assert said(answer) == ["This lead does not exist."]


@pytest.mark.parametrize(("role", "status"), [("rep", 403), ("manager", 403), ("ops", 200)])
def test_only_ops_and_admins_add_leads(office, journey, make_user, role, status):
    made, ann = journey(), ContactFactory()
    office.force_login(make_user(role, "somebody@acme.example"))
    assert office.get(page_of(made)).status_code == status
    sent = office.post(page_of(made), {"contact": str(ann.pk)}, follow=True)
    assert (sent.status_code, Run.objects.count()) == (status, int(status == 200))


def test_many_leads_cost_as_many_queries_as_few(office, journey):
    made = journey()
    ContactFactory.create_batch(2)
    few = queries_of(lambda: office.get(page_of(made)))
    ContactFactory.create_batch(8)
    assert queries_of(lambda: office.get(page_of(made))) == few
