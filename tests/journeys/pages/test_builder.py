"""The pages of journeys are those of workflows, with the options and splits that only journeys have."""

import re

import pytest
from django.test import Client

from mauntic.automation.models import Definition, Kind, Run
from mauntic.automation.services.definitions.saving import turn_on
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
NEW = "/journeys/new/"
SENT = {
    "do": "save",
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
    "steps-0-s-shares-0-branch": "Half one",
    "steps-0-s-shares-0-percent": "50",
    "steps-0-s-shares-1-branch": "Half two",
    "steps-0-s-shares-1-percent": "50",
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


def branches_of(form) -> list[tuple[str, int, bool]]:
    (split,) = form.steps.steps
    return [(each.branch, len(each.steps), each.is_named) for each in split.branches]


def press(office, do, **changed):
    return office.post(NEW, SENT | changed | {"do": do})


@pytest.mark.parametrize("do", ["show", "add-row:steps-0"])
def test_a_renamed_branch_keeps_its_steps(office, do):
    form = press(office, do, **{"steps-0-s-shares-0-branch": "Group"}).context["form"]
    assert branches_of(form)[:2] == [("Group", 1, True), ("Half two", 0, True)]


def test_a_branch_is_added_with_a_name_of_its_own_and_its_input_has_the_focus(office):
    answer = press(office, "add-row:steps-0", **{"steps-0-s-shares-1-percent": "30"})
    assert branches_of(answer.context["form"]) == [
        ("Half one", 1, True),
        ("Half two", 0, True),
        ("A", 0, True),
    ]
    rows = answer.context["form"].steps.steps[0].settings.rows.rows
    assert [(row["branch"], row["percent"]) for row in rows] == [
        ("Half one", "50"),
        ("Half two", "30"),
        ("A", ""),
    ]
    assert re.search(r'name="steps-0-s-shares-2-percent"[^>]* autofocus', page_of(answer))


def test_a_branch_is_removed_with_its_steps_while_others_keep_what_was_typed(office):
    typed = {"steps-0-s-shares-1-branch": "Rest", "steps-0-b-1-0-action": "wait", "steps-0-b-1-0-s-days": "9"}
    form = press(office, "remove-row:steps-0:0", **typed).context["form"]
    assert branches_of(form) == [("Rest", 1, True)]
    assert form.steps.steps[0].branches[0].steps[0].settings.raw["days"] == "9"
    last = press(office, "remove-row:steps-0:9").context["form"]
    assert len(branches_of(last)) == 2


def test_steps_of_a_branch_that_no_row_names_are_not_lost(office):
    answer = press(office, "save", **{"steps-0-s-shares-0-branch": "Half two"})
    assert answer.status_code == 422
    assert "Give each branch another name." in page_of(answer)
    assert branches_of(answer.context["form"]) == [("Half two", 0, True), ("Half one", 1, False)]
    assert "No leads take this branch." in page_of(answer)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"steps-0-s-shares-0-percent": "60"}, "The shares add up to 110%, not to 100%."),
        ({"steps-0-s-shares-0-percent": "half"}, "Use whole percentages from 1 to 100."),
        ({"steps-0-s-shares-0-branch": ""}, "Name each branch with 1 to 30 letters"),
    ],
)
def test_wrong_branches_are_refused_at_their_rows(office, changed, said):
    answer = press(office, "save", **changed)
    assert answer.status_code == 422
    assert answer.context["form"].steps.steps[0].settings.shown_rows.errors[0].startswith(said)
    assert [card.action for card in answer.context["form"].steps.walk()] == ["split_random", "wait"]


def test_scores_and_grades_are_saved_from_their_rows(office):
    sent = {name: value for name, value in SENT.items() if not name.startswith("steps-0")} | {
        "steps-0-action": "split_score_range",
        "steps-0-s-ranges-0-branch": "High",
        "steps-0-s-ranges-0-min": "60",
        "steps-0-s-ranges-1-branch": "Low",
        "steps-0-s-ranges-1-min": "",
        "steps-1-action": "split_lead_grade",
        "steps-1-s-grades-0-branch": "Best",
        "steps-1-s-grades-1-branch": "Best",
        "steps-1-s-grades-5-branch": "Others",
    }
    answer = office.post(NEW, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    scores, grades = Definition.objects.get().current.steps
    assert scores["settings"] == {"ranges": [{"branch": "High", "min": 60}, {"branch": "Low"}]}
    assert grades["settings"] == {"grades": {"A": "Best", "B": "Best", "default": "Others"}}
    form = office.get(f"{answer['Location']}edit/").context["form"]
    assert [row["branch"] for row in form.steps.steps[1].settings.rows.rows] == [
        "Best",
        "Best",
        "",
        "",
        "",
        "Others",
    ]


def test_a_folded_step_stays_folded_unless_it_is_wrong(office):
    folded = {"steps-0-folded": "1", "steps-0-b-0-0-folded": "1"}
    form = press(office, "show", **folded).context["form"]
    split = form.steps.steps[0]
    assert (split.is_open, split.branches[0].steps[0].is_open) == (False, False)
    assert split.summary == "Split by chance: Half one 50%, Half two 50%"
    wrong = press(office, "save", **folded, **{"steps-0-b-0-0-s-days": "many"}).context["form"]
    assert [card.is_open for card in wrong.steps.walk()] == [True, True]


def test_the_page_says_the_rules_of_a_journey(office):
    page = page_of(office.get(office.post(NEW, SENT)["Location"]))
    for rule in (
        "A lead may enter again 30 days after it left.",
        "Goal: a lead leaves as soon as Score (0–100) is at least 80.",
        "No messages from 21:00 to 08:00, in the time zone of the lead.",
    ):
        assert rule in page


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
    until = {"until": "2026-12-03T09:00:00+00:00"}
    run.actions.create(step="1", position=1, action="wait", state="done", key="1", inputs=until, output=until)
    page = page_of(office.get(f"/journeys/runs/{run.pk}/"))
    assert "Zoe" in page
    assert "<dt>Until</dt>" in page
    assert "Result: Until" not in page
    assert office.get(f"/revops/workflows/runs/{run.pk}/").status_code == 404
    assert f"/journeys/runs/{run.pk}/" in page_of(office.get(f"/leads/{lead.pk}/"))
