"""Waits, splits and the end, as forms read them and runs do them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from mauntic.automation.forms.flow import WaitForEventForm, WaitForm
from mauntic.automation.models import Definition, Kind, Run, RunReason, RunState
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.definitions.saving import Draft, save_definition
from mauntic.automation.services.runs.resuming import resume_due
from mauntic.automation.services.runs.trying import try_out
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from tests.automation.conftest import make_definition, rise, the_run
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
NOTES = [{"action": "note", "settings": {"text": text}} for text in ("one", "two", "three")]
GOOD = {"field": "contact.lead_grade", "operator": "equals", "value": "A"}
NIGHT_BEFORE_SPRING = datetime(2026, 3, 28, 17, tzinfo=UTC)


def wait(**settings):
    return {"action": "wait", "settings": settings}


def begin(admin, run_jobs, *steps, contact=None, **given) -> Run:
    definition = make_definition(admin, steps=[*steps, NOTES[2]], **given)
    with run_jobs():
        rise(contact or ContactFactory())
    return Run.objects.get(definition=definition)


@time_machine.travel(NIGHT_BEFORE_SPRING, tick=False)
@pytest.mark.parametrize(
    ("given", "country", "until"),
    [
        ({"hours": 5}, "", datetime(2026, 3, 28, 22, tzinfo=UTC)),
        ({"days": 1}, "DE", datetime(2026, 3, 29, 16, tzinfo=UTC)),
        ({"days": 1}, "", datetime(2026, 3, 29, 17, tzinfo=UTC)),
        ({"days": 1, "at": "09:00"}, "JP", datetime(2026, 3, 30, 0, tzinfo=UTC)),
        ({"at": "09:00"}, "DE", datetime(2026, 3, 29, 7, tzinfo=UTC)),
        ({"on": "2026-04-02", "at": "08:30"}, "DE", datetime(2026, 4, 2, 6, 30, tzinfo=UTC)),
        ({"until": "contact.created_at", "shift": 7}, "DE", datetime(2026, 4, 4, 16, tzinfo=UTC)),
    ],
)
def test_a_wait_ends_by_the_clock_of_the_lead(acme, admin, shared, run_jobs, given, country, until):
    contact = ContactFactory(country=country, created_at=now())
    run = begin(admin, run_jobs, wait(**given), contact=contact)
    assert (run.state, run.due_at) == (RunState.WAITING, until)
    Definition.objects.update(switched_at=now() - timedelta(hours=1))
    with time_machine.travel(until - timedelta(seconds=1)), run_jobs():
        assert resume_due() == 0
    with time_machine.travel(until + timedelta(seconds=1)), run_jobs():
        assert resume_due() == 1
    assert the_run().state == RunState.COMPLETED


def test_a_day_that_is_over_is_not_waited_for(acme, admin, shared, run_jobs):
    run = begin(admin, run_jobs, wait(on="2026-01-02"))
    assert run.state == RunState.COMPLETED
    assert run.actions.first().note == "This time is over."


@pytest.mark.parametrize(
    ("action", "given", "wrong"),
    [
        ("wait", {}, "days"),
        ("wait", {"days": 1, "on": "2027-01-01"}, ""),
        ("wait", {"days": 366}, "days"),
        ("wait", {"hours": 3, "at": "09:00"}, "at"),
        ("wait", {"days": 2, "shift": 3}, "shift"),
        ("wait", {"until": "contact.title"}, "until"),
        ("wait", {"on": "0001-01-01"}, "on"),
        ("wait_until", {"event": "risen"}, "days"),
        ("wait_until", {"event": "quiet", "days": 2}, "event"),
        (
            "wait_until",
            {"event": "risen", "days": 2, "event_settings": {"least": "x"}},
            "event_settings.least",
        ),
        ("wait_until", {"event": "risen", "days": 2, "event_settings": [1]}, "event_settings"),
        ("split", {}, "conditions"),
        ("split", {"conditions": {}}, "conditions"),
        ("split", {"conditions": "all"}, "conditions"),
        ("split", {"conditions": {"field": "deal.moon", "operator": "is_set"}}, "conditions.field"),
        ("split", {"conditions": {"all": [GOOD, {**GOOD, "value": "B"}]}}, "conditions"),
        ("exit", {"why": "x"}, "why"),
    ],
)
def test_wrong_settings_are_refused_by_their_name(acme, admin, shared, action, given, wrong):
    draft = Draft(name="Wrong", trigger="risen", steps=[{"action": action, "settings": given}])
    with pytest.raises(Invalid) as error:
        save_definition(kind=Kind.JOURNEY, draft=draft, by=admin)
    assert list(error.value.fields) == [f"steps[0].settings.{wrong}".removesuffix(".")]


def test_forms_offer_the_dates_of_deals_and_leads_and_what_events_tell(acme, shared):
    dates = dict(WaitForm().fields["until"].choices)
    assert (dates["contact.created_at"], dates["deal.expected_close_on"]) == (
        "Lead: Created",
        "Deal: Expected close",
    )
    assert dict(WaitForEventForm().fields["event"].choices) == {"risen": "A score rose"}


def awaiting(**further):
    settings = {"event": "risen", "days": 5, "event_settings": {"least": 90}, **further}
    return {
        "action": "wait_until",
        "settings": settings,
        "branches": {"happened": NOTES[:1], "too_late": NOTES[1:2]},
    }


@pytest.mark.parametrize(("score", "text"), [(95, "one"), (80, "two")])
def test_what_happens_first_decides_the_branch(acme, admin, shared, run_jobs, score, text):
    contact = ContactFactory()
    run = begin(admin, run_jobs, awaiting(), contact=contact, options={"cool_down_hours": 8760})
    assert round((run.due_at - run.touched_at).total_seconds()) == 5 * 24 * 3600
    with run_jobs():
        rise(contact, score=score)
    Run.objects.filter(state=RunState.WAITING).update(due_at=now() - timedelta(seconds=1))
    with run_jobs():
        resume_due()
    assert [each for each, _contact in shared.notes] == [text, "three"]


def test_a_split_divides_leads_and_knows_what_the_event_said(acme, admin, shared, run_jobs):
    event = {"field": "event.score", "operator": "at_least", "value": 90}
    split = {
        "action": "split",
        "settings": {"conditions": {"any": [GOOD, event]}},
        "branches": {"yes": NOTES[:1], "no": [NOTES[1], {"action": "exit"}]},
    }
    definition = make_definition(admin, steps=[split, NOTES[2]])
    good, rest, risen = ContactFactory(lead_grade="A"), ContactFactory(), ContactFactory()
    with run_jobs():
        rise(good, rest, score=50)
        rise(risen, rest, score=95)
    assert {(text, contact) for text, contact in shared.notes if contact != rest.pk} == {
        ("one", good.pk), ("three", good.pk), ("one", risen.pk), ("three", risen.pk),
    }  # fmt: skip
    assert sorted(text for text, contact in shared.notes if contact == rest.pk) == ["one", "three", "two"]
    ended = Run.objects.get(definition=definition, reason=RunReason.EXITED)
    assert (ended.subject_id, ended.state) == (rest.pk, RunState.COMPLETED)


def test_two_runs_of_one_lead_are_split_by_what_each_was_told(acme, admin, shared, run_jobs):
    event = {"field": "event.score", "operator": "at_least", "value": 90}
    split = {"action": "split", "settings": {"conditions": event}, "branches": {"yes": NOTES[:1]}}
    make_definition(admin, steps=[wait(hours=1), split])
    contact = ContactFactory()
    with run_jobs():
        rise(contact, score=50)
        rise(contact, score=95)
    Run.objects.update(due_at=now() - timedelta(seconds=1))
    with run_jobs():
        assert resume_due() == 2
    assert shared.notes == [("one", contact.pk)]


def test_a_split_whose_conditions_broke_makes_the_definition_broken(acme, admin, shared):
    split = {"action": "split", "settings": {"conditions": GOOD}}
    definition = make_definition(admin, steps=[split])
    definition.current.steps[0]["settings"]["conditions"]["field"] = "contact.moon"
    problems = Script(definition.current).problems
    assert len(problems) == 1
    assert problems[0].startswith("Step 1: ")


def test_steps_say_themselves(acme, admin, shared):
    split = {"action": "split", "settings": {"conditions": GOOD}}
    waits = [
        wait(days=3, at="09:00"),
        wait(days=1, hours=2),
        wait(at="17:30"),
        wait(until="contact.created_at", shift=-2, at="08:00"),
        wait(on="2099-12-24"),
    ]
    definition = make_definition(admin, steps=[*waits, awaiting(), split, {"action": "exit"}])
    trial = try_out(
        script=Script(definition.current), subject_id=ContactFactory().pk, facts={"score": 95}, by=admin
    )
    assert [step.sentence for step in trial.steps if step.action != "note"] == [
        "Wait 3 days, then until 09:00",
        "Wait 1 day and 2 hours",
        "Wait until 17:30",
        "Wait until 2 days before “Created”, 08:00",
        "Wait until 24 Dec 2099",
        "Wait until a score rose to 90, at most 5 days",
        "If Grade is A",
        "End here",
    ]
    assert trial.steps[0].planned.inputs["until"]
    assert not Run.objects.exists()
