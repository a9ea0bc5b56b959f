"""One rule for each thing that health looks at: what it found, and how bad or good that is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from revops.domain.health_facts import ENGAGEMENT_DAYS, DealFacts, Usual
from revops.domain.stages import Stage

CHAMPION, ECONOMIC_BUYER = "champion", "economic_buyer"
FROM_PROPOSAL = (Stage.PROPOSAL, Stage.NEGOTIATION)
LEAST_BEFORE_FADING = 4
"""Signals in the 30 days before: fading from fewer is chance."""
_DAY = timedelta(days=1)
_AT_THE_LIMIT = 0.5


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. `severity` is the share of the weight that counts: 0 when there is nothing to say.

    `is_known` is False where the facts to judge by are missing.
    """

    value: float | str | None
    reason: str
    severity: float = 0.0
    is_known: bool = True


Rule = Callable[[DealFacts, float, datetime], Finding]


def graded(measured: float, limit: float) -> float:
    """0 below the limit, half the weight at it, all of it from twice the limit on."""
    if measured < limit:
        return 0.0
    return min(1.0, _AT_THE_LIMIT * measured / limit) if limit else 1.0


def counted(number: float, one: str, several: str = "") -> str:
    """`1 day`, `2.5 days`."""
    word = one if number == 1 else several or f"{one}s"
    return f"{number:,.1f}".removesuffix(".0") + f" {word}"


def days_since(moment: datetime, now: datetime) -> int:
    """Whole days that have passed; 0 for what is yet to come."""
    return max((now - moment) // _DAY, 0)


def no_activity(facts: DealFacts, limit: float, now: datetime) -> Finding:
    """Long since anybody did anything."""
    passed = days_since(facts.last_touch_at or facts.created_at, now)
    said = f"No activity for {counted(passed, 'day')}"
    if facts.last_touch_at is None:
        said = f"No activity since it was created {counted(passed, 'day')} ago"
    pace = facts.pace and f"; {_whose(facts.pace)} open deals are touched every {_figure(facts.pace)}"
    return Finding(passed, f"{said}{pace or ''}.", graded(passed, limit), facts.last_touch_at is not None)


def stuck_in_stage(facts: DealFacts, limit: float, now: datetime) -> Finding:
    """Long in its stage, held against the team's own median."""
    passed, usual = days_since(facts.stage_entered_at, now), facts.usual_stage
    times = passed / max(usual.days, 1.0)
    compared = (
        f"{_whose(usual)} deals take {_figure(usual)}"
        if usual.is_measured
        else f"{counted(usual.days, 'day')} pass for usual, for fewer than 5 deals have left this stage"
    )
    reason = f"{counted(passed, 'day')} in {facts.stage.value}; {compared}."
    return Finding(passed, reason, graded(times, limit), usual.is_measured)


def close_date_slipped(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """The close was put off again and again."""
    if not facts.slips:
        return Finding(
            0, "The expected close was never put off.", is_known=facts.expected_close_on is not None
        )
    moved = f"The expected close was put off {counted(facts.slips, 'time')}"
    if facts.first_close_on and facts.expected_close_on:
        moved += f", from {facts.first_close_on} to {facts.expected_close_on}"
    return Finding(facts.slips, f"{moved}.", graded(facts.slips, limit))


def close_date_passed(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """It should have been closed by now."""
    if facts.expected_close_on is None:
        return Finding(None, "No close is expected on any day.", is_known=False)
    passed = (facts.today - facts.expected_close_on).days
    if passed <= 0:
        return Finding(0, f"The close is expected on {facts.expected_close_on}.")
    reason = f"The close was expected on {facts.expected_close_on}, {counted(passed, 'day')} ago."
    return Finding(passed, reason, 1.0 if passed >= limit else 0.0)


def single_threaded(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """All hangs on too few people."""
    known = len(facts.active_people)
    names = ", ".join(person.name for person in facts.active_people) or "nobody"
    reason = f"{counted(known, 'person', 'people')} of the buyer known: {names}."
    return Finding(known, reason, 1.0 if known < limit else 0.0, bool(facts.people))


def no_next_step(facts: DealFacts, _limit: float, _now: datetime) -> Finding:
    """Nobody knows what comes next."""
    if facts.next_step:
        return Finding(facts.next_step, f"Next step: {facts.next_step.rstrip('.')}.")
    to_come = facts.planned - facts.overdue
    if to_come > 0:
        return Finding(to_come, f"{counted(to_come, 'dated activity', 'dated activities')} planned.")
    late = " What was planned is overdue." if facts.overdue else ""
    return Finding(None, f"No next step is written down and no activity is planned.{late}", 1.0)


def champion_gone(facts: DealFacts, _limit: float, _now: datetime) -> Finding:
    """Who spoke for us is no longer there."""
    champions = [person for person in facts.people if person.role == CHAMPION]
    here = [person.name for person in champions if not person.gone]
    if here:
        return Finding(here[0], f"{here[0]} speaks for us.")
    if not champions:
        return Finding(None, "No champion is known.", is_known=False)
    told = "; ".join(f"{person.name} {person.gone}" for person in champions)
    return Finding(champions[0].name, f"The champion is gone: {told}.", 1.0)


def no_economic_buyer(facts: DealFacts, _limit: float, _now: datetime) -> Finding:
    """A proposal is out, and who decides on the money is not known."""
    buyers = facts.with_role(ECONOMIC_BUYER)
    if buyers:
        return Finding(buyers[0].name, f"{buyers[0].name} decides on the money.")
    is_late = facts.stage in FROM_PROPOSAL
    return Finding(None, "Nobody is known who decides on the money.", float(is_late), bool(facts.people))


def value_cut(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """It has become smaller."""
    before = facts.highest_value
    if not before or before <= facts.value:
        return Finding(0, "The value was not cut.", is_known=facts.value > 0)
    cut = round(float(100 * (before - facts.value) / before), 1)
    reason = f"Worth {facts.value:,.2f} {facts.currency} now, and {before:,.2f} once: {cut:g} % less."
    return Finding(cut, reason, graded(cut, limit))


def overdue_tasks(facts: DealFacts, limit: float, now: datetime) -> Finding:
    """What was promised was not done."""
    if not facts.overdue:
        return Finding(0, "Nothing is overdue.")
    late = days_since(facts.overdue_since or now, now)
    said = f"{counted(facts.overdue, 'activity is', 'activities are')} overdue"
    reason = f"{said}, since {counted(late, 'day')} the longest." if late else f"{said} since today."
    return Finding(facts.overdue, reason, graded(facts.overdue, limit))


def engagement_fading(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """They looked at us more often before."""
    before, recent = facts.earlier_signals, facts.recent_signals
    reason = (
        f"{_signals(recent)} in the last {ENGAGEMENT_DAYS} days, {before} in the {ENGAGEMENT_DAYS} before."
    )
    if before < LEAST_BEFORE_FADING:
        return Finding(0, reason, is_known=bool(facts.active_people))
    fall = round(100 * (before - recent) / before, 1)
    return Finding(fall, reason, graded(fall, limit))


def engagement_silent(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """Nobody of them looks at us."""
    reason = f"{_signals(facts.recent_signals)} of {_number(facts)} in the last {ENGAGEMENT_DAYS} days."
    if not facts.active_people:
        return Finding(None, "There is nobody whose interest could be seen.", is_known=False)
    return Finding(facts.recent_signals, reason, 1.0 if facts.recent_signals < limit else 0.0)


def engaged(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """They look at us often."""
    reason = f"{_signals(facts.recent_signals)} of {_number(facts)} in the last {ENGAGEMENT_DAYS} days."
    is_strong = facts.recent_signals >= limit
    return Finding(facts.recent_signals, reason, float(is_strong), bool(facts.active_people))


def meeting_booked(facts: DealFacts, _limit: float, _now: datetime) -> Finding:
    """They take the time to talk."""
    if facts.meeting_at is None:
        return Finding(None, "No meeting is planned.")
    return Finding(facts.meeting_at.isoformat(), f"A meeting is planned for {facts.meeting_at.date()}.", 1.0)


def broad_committee(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """Many know us, and the one who decides among them."""
    known = len(facts.active_people)
    is_broad = known >= limit and bool(facts.with_role(ECONOMIC_BUYER))
    reason = f"{_number(facts).capitalize()} of the buyer known"
    reason += ", the economic buyer among them." if facts.with_role(ECONOMIC_BUYER) else "."
    return Finding(known, reason, float(is_broad), bool(facts.people))


def _whose(usual: Usual) -> str:
    """`Team North's`, `the organization's`."""
    return f"{usual.whose}'s"


def _figure(usual: Usual) -> str:
    """`9 days (median of 14)`."""
    return f"{counted(round(usual.days, 1), 'day')} (median of {usual.count:,})"


def _signals(count: int) -> str:
    return counted(count, "sign of interest", "signs of interest") if count else "No sign of interest"


def _number(facts: DealFacts) -> str:
    return counted(len(facts.active_people), "person", "people")


RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        no_activity,
        stuck_in_stage,
        close_date_slipped,
        close_date_passed,
        single_threaded,
        no_next_step,
        champion_gone,
        no_economic_buyer,
        value_cut,
        overdue_tasks,
        engagement_fading,
        engagement_silent,
        engaged,
        meeting_booked,
        broad_committee,
    )
}
