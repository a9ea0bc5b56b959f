"""Leads take the branches of splits, and each run says why."""

from decimal import Decimal

import pytest

from mauntic.automation.models import ActionRun, Kind, Run
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.definitions.saving import Draft, save_definition
from mauntic.automation.services.runs.trying import try_out
from mauntic.events.catalog import MessageReplied
from mauntic.events.services import publish_many
from mauntic.kernel.errors import Invalid
from mauntic.kernel.ids import new_id
from revops.activities.models import Activity
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
RANGES = [{"min": 80, "branch": "hot"}, {"branch": "cold"}]


def task(subject):
    return {"action": "create_task", "settings": {"subject": subject, "type": "task", "due_days": 1}}


def split(action, branches, **settings):
    return {"action": action, "settings": settings, "branches": branches}


@pytest.fixture
def went(journey, run_jobs):
    """Runs a journey of one split and a task behind it; the tasks of each lead, in order."""

    def go(step, *contacts):
        journey("event", [step, task("Behind")], trigger_settings={"event": "message_replied"})
        with run_jobs():
            publish_many([MessageReplied(contact_id=contact.pk, message_id=new_id()) for contact in contacts])
        return [
            list(Activity.objects.filter(contact=contact).order_by("pk").values_list("subject", flat=True))
            for contact in contacts
        ]

    return go


def test_scores_take_the_first_range_that_fits_and_go_on_behind_the_split(went):
    step = split("split_score_range", {"hot": [task("Hot")], "cold": [task("Cold")]}, ranges=RANGES)
    contacts = [ContactFactory(lead_score=score) for score in (Decimal(80), Decimal("79.99"), Decimal(0))]
    assert went(step, *contacts) == [["Hot", "Behind"], ["Cold", "Behind"], ["Cold", "Behind"]]
    inputs = ActionRun.objects.filter(action="split_score_range", run__subject_id=contacts[1].pk).get().inputs
    assert inputs == {"score": 79.99, "branch": "cold"}


def test_grades_take_their_branch_and_others_the_default(went):
    step = split(
        "split_lead_grade",
        {"hot": [task("Hot")], "rest": [task("Rest")]},
        grades={"A": "hot", "default": "rest"},
    )
    contacts = [ContactFactory(lead_grade=grade) for grade in ("A", "B", "")]
    assert went(step, *contacts) == [["Hot", "Behind"], ["Rest", "Behind"], ["Rest", "Behind"]]


def test_a_grade_without_a_branch_goes_on_behind_the_split(went):
    step = split("split_lead_grade", {"hot": [task("Hot")]}, grades={"A": "hot"})
    assert went(step, ContactFactory(lead_grade="B")) == [["Behind"]]


def test_whoever_is_held_out_goes_no_further(went):
    shares = [{"branch": "held out", "percent": 50}, {"branch": "in", "percent": 50}]
    step = split("split_random", {"held out": [{"action": "exit"}], "in": [task("In")]}, shares=shares)
    contacts = ContactFactory.create_batch(40)
    found = went(step, *contacts)
    assert {tuple(each) for each in found} == {(), ("In", "Behind")}
    assert Run.objects.filter(reason="exited").count() == found.count([])


def test_a_dry_run_knows_the_branch_that_chance_gives(went, admin):
    shares = [{"branch": "a", "percent": 50}, {"branch": "b", "percent": 50}]
    step = split("split_random", {"a": [task("A")], "b": [task("B")]}, shares=shares)
    contact = ContactFactory()
    (tasks,) = went(step, contact)
    script = Script(Run.objects.get().version)
    trial = try_out(script=script, subject_id=contact.pk, facts={}, by=admin)
    assert trial.steps[0].planned.inputs["branch"].upper() == tasks[0]
    assert trial.steps[0].sentence == "Split by chance: a 50%, b 50%"


@pytest.mark.parametrize(
    ("step", "path"),
    [
        (split("split_score_range", {}, ranges=[]), "settings.ranges"),
        (split("split_score_range", {"warm": []}, ranges=RANGES), "branches"),
        (split("split_lead_grade", {}, grades={"Z": "a"}), "settings.grades"),
        (split("split_random", {"a": []}, shares=[{"branch": "a", "percent": 5}]), "settings.shares"),
    ],
)
def test_a_wrong_split_is_refused_by_the_path_of_its_part(acme, admin, step, path):
    draft = Draft(name="J", trigger="manual", steps=[step])
    with pytest.raises(Invalid) as refused:
        save_definition(kind=Kind.JOURNEY, draft=draft, by=admin)
    assert list(refused.value.fields) == [f"steps[0].{path}"]
