"""The page that moves people to the current version: a preview first, then the progress."""

import pytest
from django.test import Client

from mauntic.automation.models import Kind, Run
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_off
from mauntic.journeys.models import Move
from mauntic.journeys.services.enrolling import enroll_leads
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def wait(days):
    return {"id": "pause", "action": "wait", "settings": {"days": days}}


@pytest.fixture
def behind(journey, run_jobs, admin):
    """A journey with two leads who wait in its first version, and a second version."""
    made = journey("manual", [wait(10)])
    with run_jobs():
        ids = [each.pk for each in ContactFactory.create_batch(2)]
        enroll_leads(definition_id=made.pk, contact_ids=ids, by=admin)
    draft = Draft(name=made.name, trigger="manual", steps=[wait(20)])
    return save_definition(kind=Kind.JOURNEY, draft=draft, by=admin, definition_id=made.pk)


def page_of(journey) -> str:
    return f"/journeys/{journey.pk}/move/"


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_journey_says_who_is_behind_and_the_page_what_a_move_does(office, behind):
    assert "2 leads wait in older versions." in text_of(office.get(f"/journeys/{behind.pk}/"))
    page = text_of(office.get(page_of(behind)))
    assert "Wait 10 days" in page
    assert "Wait 20 days" in page
    assert "They go on waiting, as long as the step says now." in page
    assert not Move.objects.exists()


def test_people_are_moved_in_the_background_with_progress(office, behind, admin, run_jobs):
    assert office.post(page_of(behind))["Location"] == page_of(behind)
    part = {"HX-Request": "true", "HX-Target": "move"}
    assert "Moving leads: 0 of 2 leads" in text_of(office.get(page_of(behind), headers=part))
    Move.objects.all().delete()
    with run_jobs():
        office.post(page_of(behind))
    answer = text_of(office.get(page_of(behind), headers=part))
    assert answer.startswith('<div id="move">')
    assert "2 leads were moved to version 2" in answer
    assert "No leads to move" in answer
    assert set(Run.objects.values_list("version__number", flat=True)) == {2}


def test_a_refusal_and_a_failure_are_shown(office, behind, admin):
    Move.objects.create(
        definition=behind, version=behind.current, total=9, moved=4, state="failed", error="It broke."
    )
    assert "at 4 of 9 leads: It broke." in text_of(office.get(page_of(behind)))
    turn_off(definition_id=behind.pk, by=admin)
    assert "Turn the journey on first." in text_of(office.get(page_of(behind)))
    answer = office.post(page_of(behind), follow=True)
    assert [str(each) for each in answer.context["messages"]] == ["Turn the journey on first."]


@pytest.mark.parametrize(("role", "status"), [("rep", 403), ("manager", 403), ("ops", 200)])
def test_only_ops_and_admins_move_people(office, behind, make_user, role, status):
    office.force_login(make_user(role, "somebody@acme.example"))
    assert office.get(page_of(behind)).status_code == status
