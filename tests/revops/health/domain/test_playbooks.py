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
