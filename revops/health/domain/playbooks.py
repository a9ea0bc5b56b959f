"""The steps of each next action, with the names of the deal."""

from collections.abc import Callable, Mapping

from mauntic.kernel.display import day, money, without_stop
from mauntic.kernel.translation import gettext as _
from revops.health.domain.facts import DealFacts
from revops.health.domain.rules import CHAMPION, ECONOMIC_BUYER

Playbook = tuple[str, list[str]]
"""A title and the steps."""


def rescue_call(facts: DealFacts) -> Playbook:
    """Call the buyer today."""
    whom, company = _whom(facts), _company(facts)
    gone = [person.name for person in facts.people if person.gone]
    steps = [
        _('Review the latest notes of "{deal}".').format(deal=facts.name),
        _("Call {person} and ask what changed at {company}.").format(
            person=whom, company=without_stop(company)
        ),
        _("Ask whether need, budget and date are still valid."),
        _('Agree on a next step with a date, and enter it in "{deal}".').format(deal=facts.name),
        _("Update your manager, and adjust the forecast category of {value} if needed.").format(
            value=_worth(facts)
        ),
    ]
    if gone:
        steps.insert(
            2, _("Ask who takes over from {people}, and for an introduction.").format(people=", ".join(gone))
        )
    return _("Call {person} to save the deal").format(person=whom), steps


def reengagement_sequence(facts: DealFacts) -> Playbook:
    """Contact the buyer again with something useful."""
    whom, company = _whom(facts), _company(facts)
    return _("Re-engage {person}").format(person=whom), [
        _("Look for news about {company}: people, plans, results.").format(company=company),
        _("Send {person} one useful idea and one question.").format(person=whom),
        _("Call {person} after two business days without a reply.").format(person=whom),
        _("Contact a second person at {company}.").format(company=without_stop(company)),
        _("After two weeks without a reply, ask whether to close the deal."),
    ]


def close_plan_review(facts: DealFacts) -> Playbook:
    """List the steps between today and the signature."""
    buyer = _name(facts, ECONOMIC_BUYER) or _("the economic buyer")
    date = day(facts.expected_close_on) if facts.expected_close_on else _("a date")
    return _("Review the close plan"), [
        _("List what is missing to sign {value}: legal, security, procurement.").format(value=_worth(facts)),
        _("Confirm {date} for the signature with {buyer}.").format(date=date, buyer=without_stop(buyer)),
        _("Ask {person} who else must agree, and what could stop the deal.").format(person=_whom(facts)),
        _('Update close date and value of "{deal}".').format(deal=facts.name),
    ]


def mutual_action_plan(facts: DealFacts) -> Playbook:
    """Agree on a plan with names and dates for both sides."""
    whom = _whom(facts)
    steps = [
        _("Draft the steps to the start for both sides, each with a name and a date."),
        _("Review the draft with {person}.").format(person=without_stop(whom)),
        _('Enter the first step as the next step of "{deal}".').format(deal=facts.name),
    ]
    if not _name(facts, ECONOMIC_BUYER):
        steps.insert(
            2,
            _("Ask {person} who decides on {value}, and for a call with them.").format(
                person=whom, value=_worth(facts)
            ),
        )
    if not facts.active_people[1:]:
        steps.insert(
            2,
            _("Ask {person} who else uses or evaluates the product, and add them to the committee.").format(
                person=whom
            ),
        )
    return _("Agree on a plan with {person}").format(person=whom), steps


def discovery_meeting(facts: DealFacts) -> Playbook:
    """Meet the buyer to learn what they need."""
    whom, company = _whom(facts), _company(facts)
    return _("Schedule a discovery meeting with {person}").format(person=whom), [
        _("Offer {person} two times in the next days.").format(person=whom),
        _("Prepare three questions about what costs {company} time or money.").format(company=company),
        _("Ask who else is affected, who decides, and by when."),
        _('Log what you learned, and enter the next step of "{deal}".').format(deal=facts.name),
    ]


def _whom(facts: DealFacts) -> str:
    """Return the champion, else another active person of the deal, else somebody at the company."""
    here = facts.with_role(CHAMPION) + facts.active_people
    return here[0].name if here else _("somebody at {company}").format(company=_company(facts))


def _name(facts: DealFacts, role: str) -> str:
    return next((person.name for person in facts.with_role(role)), "")


def _company(facts: DealFacts) -> str:
    return facts.company or _("the company")


def _worth(facts: DealFacts) -> str:
    return money(facts.value, facts.currency) if facts.value else _("the deal")


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


def remedies() -> Mapping[str, str]:
    """Return the recommendation for each warning in the current language."""
    return {
        "no_activity": _("Contact the buyer, and log the result."),
        "stuck_in_stage": _("Find out what blocks the deal, or move it to the right stage."),
        "close_date_slipped": _("Ask the buyer for a realistic date, and what it depends on."),
        "close_date_passed": _("Update the close date."),
        "single_threaded": _("Add a second contact to the committee."),
        "no_next_step": _("Agree on a next step with a date."),
        "champion_gone": _("Find a new champion."),
        "no_economic_buyer": _("Find the economic buyer, and talk to them."),
        "value_cut": _("Ask what was removed and why, and whether it comes later."),
        "overdue_tasks": _("Complete overdue activities, or reschedule them."),
        "engagement_fading": _("Offer something new and useful."),
        "engagement_silent": _("Check whether your messages arrive and are relevant."),
    }
