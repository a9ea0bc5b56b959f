"""The steps of each next action, with the names of the deal."""

from collections.abc import Callable, Mapping

from revops.domain.health_facts import DealFacts
from revops.domain.health_rules import CHAMPION, ECONOMIC_BUYER

Playbook = tuple[str, list[str]]
"""A title and the steps."""


def rescue_call(facts: DealFacts) -> Playbook:
    """Somebody talks to them today."""
    whom, company = _whom(facts), _company(facts)
    gone = [person.name for person in facts.people if person.gone]
    steps = [
        f"Read what was last said and agreed about “{facts.name}”.",
        f"Call {whom} and ask what has changed at {company}.",
        "Ask outright whether the need, the budget and the day still hold.",
        f"Agree on a next step with a day, and write it into “{facts.name}”.",
        f"Tell your manager how it stands; set {_worth(facts)} to another forecast category if need be.",
    ]
    if gone:
        steps.insert(2, f"Ask who takes over from {', '.join(gone)}, and to be introduced.")
    return f"Call {whom} to save the deal", steps


def reengagement_sequence(facts: DealFacts) -> Playbook:
    """They are approached anew, with something worth their time."""
    whom, company = _whom(facts), _company(facts)
    return f"Approach {whom} anew", [
        f"Look for news about {company}: people, plans, figures.",
        f"Write to {whom} with one thought that helps them, and one question.",
        f"Call {whom} two working days later if no answer came.",
        f"Reach out to a second person at {company}.",
        "After two weeks without an answer ask whether to close the file.",
    ]


def close_plan_review(facts: DealFacts) -> Playbook:
    """What stands between today and the signature."""
    buyer = _name(facts, ECONOMIC_BUYER) or "whoever decides on the money"
    day = facts.expected_close_on or "a day"
    return "Go through the plan to close", [
        f"List what is still missing until the signature of {_worth(facts)}: legal, security, procurement.",
        f"Confirm {day} for the signature with {buyer}.",
        f"Ask {_whom(facts)} who else must agree, and what could stop them.",
        f"Correct the expected close and the value of “{facts.name}” to what they said.",
    ]


def mutual_action_plan(facts: DealFacts) -> Playbook:
    """Both sides write down who does what by when."""
    whom = _whom(facts)
    steps = [
        f"Draft the steps from {facts.stage.value} to the start, each with a name and a day, for both sides.",
        f"Go through the draft with {whom} and let them correct it.",
        f"Enter the first step of it as the next step of “{facts.name}”.",
    ]
    if not _name(facts, ECONOMIC_BUYER):
        steps.insert(2, f"Ask {whom} who decides on {_worth(facts)}, and for a talk with them.")
    if not facts.active_people[1:]:
        steps.insert(2, f"Ask {whom} who else will use or judge it, and add them to the committee.")
    return f"Agree on a plan with {whom}", steps


def discovery_meeting(facts: DealFacts) -> Playbook:
    """A meeting to find out what they need."""
    whom, company = _whom(facts), _company(facts)
    return f"Meet {whom} to find out what they need", [
        f"Offer {whom} two times in the next days.",
        f"Prepare three questions about what costs {company} time or money today.",
        "Ask who else is concerned, who decides, and by when it must be solved.",
        f"Write down what you learned, and the next step of “{facts.name}”.",
    ]


def _whom(facts: DealFacts) -> str:
    """The champion, else the deal's contact while they may be contacted, else anybody known."""
    here = facts.with_role(CHAMPION) + facts.active_people
    return here[0].name if here else f"somebody at {_company(facts)}"


def _name(facts: DealFacts, role: str) -> str:
    return next((person.name for person in facts.with_role(role)), "")


def _company(facts: DealFacts) -> str:
    return facts.company or "the company"


def _worth(facts: DealFacts) -> str:
    return f"{facts.value:,.2f} {facts.currency}" if facts.value else "the deal"


PLAYBOOKS: Mapping[str, Callable[[DealFacts], Playbook]] = {
    playbook.__name__: playbook
    for playbook in (
        rescue_call,
        reengagement_sequence,
        close_plan_review,
        mutual_action_plan,
        discovery_meeting,
    )
}

# What mends each warning.
REMEDIES: Mapping[str, str] = {
    "no_activity": "Get in touch, and write down what came of it.",
    "stuck_in_stage": "Find out what keeps the deal in its stage, or move it to where it belongs.",
    "close_date_slipped": "Ask the buyer for the day that they would defend, and what it hangs on.",
    "close_date_passed": "Correct the expected close.",
    "single_threaded": "Get to know a second person, and add them to the committee.",
    "no_next_step": "Agree on a next step, and give it a day.",
    "champion_gone": "Find somebody else who speaks for you inside.",
    "no_economic_buyer": "Find out who decides on the money, and talk to them.",
    "value_cut": "Ask what was left out and why, and whether it comes later.",
    "overdue_tasks": "Do what is overdue, or give it another day.",
    "engagement_fading": "Offer something new that is worth their time.",
    "engagement_silent": "Check whether your messages arrive and matter to them.",
}
