"""The pages of journeys are those of workflows, with the options and splits that only journeys have."""

import pytest
from django.test import Client

from mauntic.automation.models import Definition, Kind, Run
from mauntic.automation.services.definitions.saving import turn_on
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
NEW = "/journeys/new/"
SENT = {
    "name": "Nurture",
    "trigger": "score_threshold",
    "start-min_score": "60",
    "start-direction": "up",
    "again_after_days": "30",
    "quiet_from": "21:00",
    "quiet_to": "08:00",
    "goal-match": "all",
    "goal-g-0-match": "all",
    "goal-g-0-c-0-field": "contact.lead_score",
    "goal-g-0-c-0-operator": "at_least",
    "goal-g-0-c-0-value": "80",
    "steps-0-action": "split_random",
    "steps-0-s-shares": '[{"percent": 50, "branch": "Half one"}, {"percent": 50, "branch": "Half two"}]',
    "steps-0-b-0-branch": "Half one",
    "steps-0-b-0-0-action": "wait",
    "steps-0-b-0-0-s-days": "2",
    "steps-0-b-1-branch": "Half two",
}


@pytest.fixture
def office(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def page_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_journey_is_built_with_its_options_and_branches(office):
    answer = office.post(NEW, SENT)
    assert answer.status_code == 302, answer.context["form"].errors
    journey = Definition.objects.get(kind=Kind.JOURNEY)
    assert journey.options == {
        "again_after_days": 30,
        "quiet_from": "21:00",
        "quiet_to": "08:00",
        "goal": {"all": [{"field": "contact.lead_score", "operator": "at_least", "value": 80}]},
    }
    (split,) = journey.current.steps
    assert [each["action"] for each in split["branches"]["Half one"]] == ["wait"]
    assert "Nurture" in page_of(office.get("/journeys/"))
    page = page_of(office.get(answer["Location"]))
    assert "Half one" in page
    form = office.get(f"{answer['Location']}edit/").context["form"]
    assert form["quiet_from"].value() == "21:00"
    assert form.ends[0].conditions.builder.groups[0].conditions[0].value == "80"


def test_a_renamed_branch_keeps_its_steps(office):
    shares = SENT["steps-0-s-shares"].replace("Half one", "Group")
    form = office.post(NEW, SENT | {"steps-0-s-shares": shares, "do": "show"}).context["form"]
    (split,) = form.steps.steps
    assert [(each.branch, len(each.steps)) for each in split.branches] == [("Group", 1), ("Half two", 0)]


def test_a_new_split_begins_with_two_branches(office):
    sent = {"trigger": "score_threshold", "steps-new": "split_random", "do": "add-step:steps"}
    (split,) = office.post(NEW, sent).context["form"].steps.steps
    assert [each.branch for each in split.branches] == ["A", "B"]


def test_errors_of_options_are_at_their_fields(office):
    answer = office.post(NEW, SENT | {"goal-g-0-c-0-value": "many"})
    assert answer.status_code == 422
    assert answer.context["form"].ends[0].conditions.is_wrong
    answer = office.post(NEW, SENT | {"quiet_to": "21:00"})
    assert answer.status_code == 422
    assert answer.context["form"]["quiet_to"].errors


def test_the_run_of_a_journey_has_a_page(office, admin):
    office.post(NEW, SENT)
    journey = Definition.objects.get()
    turn_on(definition_id=journey.pk, by=admin)
    lead = ContactFactory(first_name="Zoe")
    run = Run.objects.create(
        definition=journey,
        version=journey.current,
        subject_kind="contact",
        subject_id=lead.pk,
        cause_key="1",
    )
    assert "Zoe" in page_of(office.get(f"/journeys/runs/{run.pk}/"))
    assert office.get(f"/revops/workflows/runs/{run.pk}/").status_code == 404
    assert f"/journeys/runs/{run.pk}/" in page_of(office.get(f"/leads/{lead.pk}/"))
