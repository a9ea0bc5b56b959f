"""The steps of each next action, and the names in them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from revops.health.domain.assessment import assess
from revops.health.domain.facts import Person
from revops.health.domain.next_action import choose_action
from revops.health.domain.playbooks import PLAYBOOKS, remedies
from revops.health.domain.settings import DEFAULTS
from tests.revops.health.facts import ANN, BOB, NOW, SOUND

GONE = (replace(ANN, gone="works for another company now"), BOB, Person("Cy Orr", "other"))


NO_STEP = {"next_step": ""}


def action_of(**values):
    facts = replace(SOUND, **values)
    return choose_action(facts, assess(facts, DEFAULTS, NOW))


def test_the_steps_name_the_people_the_company_and_the_money():
    action = action_of(people=GONE, company="Initech")

    assert action.title == "Call Bob Ray to save the deal"
    assert action.reason == "Champion gone: Ann Lee works for another company now."
    assert action.playbook == (
        'Review the latest notes of "Roll-out".',
        "Call Bob Ray and ask what changed at Initech.",
        "Ask who takes over from Ann Lee, and for an introduction.",
        "Ask whether need, budget and date are still valid.",
        'Agree on a next step with a date, and enter it in "Roll-out".',
        "Update your manager, and adjust the forecast category of €50,000 if needed.",
    )


def test_without_anybody_known_the_steps_ask_for_somebody():
    action = action_of(people=(), company="Initech", **NO_STEP)

    assert action.title == "Agree on a plan with somebody at Initech"
    assert "who decides on €50,000" in " ".join(action.playbook)


def test_a_name_with_a_full_stop_of_its_own_ends_a_step_with_one():
    facts = replace(SOUND, people=(Person("Al Lee Jr.", "economic_buyer"),), company="Initech Inc.")
    steps = " ".join(step for playbook in PLAYBOOKS.values() for step in playbook(facts)[1])
    assert ".." not in steps
    assert "ask what changed at Initech Inc. Ask whether" in steps
    assert "Contact a second person at Initech Inc. " in steps
    assert "for the signature with Al Lee Jr. " in steps
    assert "Review the draft with Al Lee Jr. " in steps


def test_every_warning_has_a_remedy():
    assert set(remedies()) == {key for key, setting in DEFAULTS.items() if not setting.is_strength}


def test_every_playbook_has_a_title_and_three_to_six_steps():
    found = {kind: playbook(SOUND) for kind, playbook in PLAYBOOKS.items()}

    assert {kind for kind, (title, steps) in found.items() if not title or not 3 <= len(steps) <= 6} == set()


@pytest.mark.parametrize(
    ("people", "whom"),
    [
        ((BOB, ANN), "Ann Lee"),
        ((BOB, replace(ANN, gone="left")), "Bob Ray"),
        ((), "somebody at the company"),
    ],
)
def test_the_champion_is_asked_first_then_anybody_who_is_there(people, whom):
    assert PLAYBOOKS["discovery_meeting"](replace(SOUND, people=people))[0] == (
        f"Schedule a discovery meeting with {whom}"
    )


def test_a_plan_asks_for_the_buyer_and_a_second_person_only_while_they_are_missing():
    alone = PLAYBOOKS["mutual_action_plan"](replace(SOUND, people=(ANN,)))[1]
    both = PLAYBOOKS["mutual_action_plan"](SOUND)[1]

    assert [step for step in alone if step not in both] == [
        "Ask Ann Lee who else uses or evaluates the product, and add them to the committee.",
        "Ask Ann Lee who decides on €50,000, and for a call with them.",
    ]


def test_a_deal_without_a_value_or_a_day_is_spoken_of_in_words():
    bare = replace(SOUND, value=Decimal(0), expected_close_on=None, people=(ANN,))

    assert PLAYBOOKS["close_plan_review"](bare)[1][:2] == [
        "List what is missing to sign the deal: legal, security, procurement.",
        "Confirm a date for the signature with the economic buyer.",
    ]


@pytest.mark.parametrize(
    ("kind", "title", "steps"),
    [
        (
            "rescue_call",
            "Call Ann Lee to save the deal",
            [
                'Review the latest notes of "Roll-out".',
                "Call Ann Lee and ask what changed at Initech.",
                "Ask whether need, budget and date are still valid.",
                'Agree on a next step with a date, and enter it in "Roll-out".',
                "Update your manager, and adjust the forecast category of €50,000 if needed.",
            ],
        ),
        (
            "reengagement_sequence",
            "Re-engage Ann Lee",
            [
                "Look for news about Initech: people, plans, results.",
                "Send Ann Lee one useful idea and one question.",
                "Call Ann Lee after two business days without a reply.",
                "Contact a second person at Initech.",
                "After two weeks without a reply, ask whether to close the deal.",
            ],
        ),
        (
            "close_plan_review",
            "Review the close plan",
            [
                "List what is missing to sign €50,000: legal, security, procurement.",
                "Confirm 20 Dec 2026 for the signature with Bob Ray.",
                "Ask Ann Lee who else must agree, and what could stop the deal.",
                'Update close date and value of "Roll-out".',
            ],
        ),
        (
            "mutual_action_plan",
            "Agree on a plan with Ann Lee",
            [
                "Draft the steps to the start for both sides, each with a name and a date.",
                "Review the draft with Ann Lee.",
                'Enter the first step as the next step of "Roll-out".',
            ],
        ),
        (
            "discovery_meeting",
            "Schedule a discovery meeting with Ann Lee",
            [
                "Offer Ann Lee two times in the next days.",
                "Prepare three questions about what costs Initech time or money.",
                "Ask who else is affected, who decides, and by when.",
                'Log what you learned, and enter the next step of "Roll-out".',
            ],
        ),
    ],
)
def test_a_playbook_is_a_title_and_steps_with_the_names_of_the_deal(kind, title, steps):
    assert PLAYBOOKS[kind](replace(SOUND, company="Initech")) == (title, steps)


def test_each_kind_of_action_has_its_playbook():
    assert list(PLAYBOOKS) == [
        "rescue_call",
        "reengagement_sequence",
        "close_plan_review",
        "mutual_action_plan",
        "discovery_meeting",
    ]


def test_everybody_who_is_gone_is_asked_after():
    people = (BOB, replace(ANN, gone="left"), Person("Cy Orr", "legal", "is suppressed"))

    steps = PLAYBOOKS["rescue_call"](replace(SOUND, people=people))[1]

    assert steps[2] == "Ask who takes over from Ann Lee, Cy Orr, and for an introduction."
    assert len(steps) == 6


@pytest.mark.parametrize(
    ("people", "asked"),
    [
        ((ANN, BOB), []),
        ((BOB,), ["Ask Bob Ray who else uses or evaluates the product, and add them to the committee."]),
        ((ANN, Person("Cy", "legal")), ["Ask Ann Lee who decides on €50,000, and for a call with them."]),
        (
            (ANN, replace(BOB, gone="left")),
            [
                "Ask Ann Lee who else uses or evaluates the product, and add them to the committee.",
                "Ask Ann Lee who decides on €50,000, and for a call with them.",
            ],
        ),
    ],
)
def test_a_plan_asks_for_whoever_is_missing_before_it_enters_the_first_step(people, asked):
    steps = PLAYBOOKS["mutual_action_plan"](replace(SOUND, people=people))[1]

    assert steps[2:-1] == asked
    assert steps[-1] == 'Enter the first step as the next step of "Roll-out".'


def test_of_several_people_with_a_role_the_first_is_named():
    people = (Person("Di", "economic_buyer"), BOB, Person("Ed", "champion"), ANN)
    facts = replace(SOUND, people=people)

    assert PLAYBOOKS["close_plan_review"](facts)[1][1] == "Confirm 20 Dec 2026 for the signature with Di."
    assert PLAYBOOKS["reengagement_sequence"](facts)[0] == "Re-engage Ed"


def test_without_a_champion_the_first_who_is_there_is_asked():
    people = (replace(ANN, gone="left"), Person("Cy", "legal"), BOB)

    assert PLAYBOOKS["reengagement_sequence"](replace(SOUND, people=people))[0] == "Re-engage Cy"


def test_a_company_without_a_name_is_spoken_of_in_words():
    steps = PLAYBOOKS["reengagement_sequence"](replace(SOUND, company="", people=()))

    assert steps[0] == "Re-engage somebody at the company"
    assert steps[1][0] == "Look for news about the company: people, plans, results."


def test_the_remedies_say_what_to_do_about_each_warning():
    assert remedies() == {
        "no_activity": "Contact the buyer, and log the result.",
        "stuck_in_stage": "Find out what blocks the deal, or move it to the right stage.",
        "close_date_slipped": "Ask the buyer for a realistic date, and what it depends on.",
        "close_date_passed": "Update the close date.",
        "single_threaded": "Add a second contact to the committee.",
        "no_next_step": "Agree on a next step with a date.",
        "champion_gone": "Find a new champion.",
        "no_economic_buyer": "Find the economic buyer, and talk to them.",
        "value_cut": "Ask what was removed and why, and whether it comes later.",
        "overdue_tasks": "Complete overdue activities, or reschedule them.",
        "engagement_fading": "Offer something new and useful.",
        "engagement_silent": "Check whether your messages arrive and are relevant.",
    }
