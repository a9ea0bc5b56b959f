"""One rule per warning and strength: the measured value, and how severe it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from mauntic.kernel.display import day, money, number, percent, without_stop
from mauntic.kernel.translation import gettext as _
from mauntic.kernel.translation import ngettext
from revops.deals.domain.stages import Stage
from revops.health.domain.facts import ENGAGEMENT_DAYS, DealFacts, Usual

CHAMPION, ECONOMIC_BUYER = "champion", "economic_buyer"
FROM_PROPOSAL = (Stage.PROPOSAL, Stage.NEGOTIATION)
LEAST_BEFORE_FADING = 4
"""Signals in the previous 30 days; with fewer, a decline is chance."""
_DAY = timedelta(days=1)
_AT_THE_LIMIT = 0.5


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a rule. `severity` is the share of the weight that counts, 0 for none.

    `is_known` is False if the facts are missing.
    """

    value: float | str | None
    reason: str
    severity: float = 0.0
    is_known: bool = True


Rule = Callable[[DealFacts, float, datetime], Finding]


def graded(measured: float, limit: float) -> float:
    """Return 0 below the limit, 0.5 at it, rising to 1 at twice the limit."""
    if measured < limit:
        return 0.0
    return min(1.0, _AT_THE_LIMIT * measured / limit) if limit else 1.0


def days_text(days: float) -> str:
    """Return `1 day`, `2.5 days`."""
    shown = round(days, 1)
    return ngettext("{count} day", "{count} days", _plural(shown)).format(count=number(shown, 1))


def _plural(count: float) -> int:
    """Return the number that selects the plural form: 1 only for exactly one."""
    return 1 if count == 1 else max(2, round(count))


def days_since(moment: datetime, now: datetime) -> int:
    """Return the whole days since `moment`; 0 if it is in the future."""
    return max((now - moment) // _DAY, 0)


def no_activity(facts: DealFacts, limit: float, now: datetime) -> Finding:
    """Warn of deals without recent activity."""
    passed = days_since(facts.last_touch_at or facts.created_at, now)
    text = _("No activity for {days}.")
    if facts.last_touch_at is None:
        text = _("No activity since the deal was created {days} ago.")
    reason = text.format(days=days_text(passed))
    if facts.pace:
        usual = _("Usual for {whose}: every {days}.")
        reason += " " + usual.format(whose=facts.pace.whose, days=_median(facts.pace))
    return Finding(passed, reason, graded(passed, limit), facts.last_touch_at is not None)


def stuck_in_stage(facts: DealFacts, limit: float, now: datetime) -> Finding:
    """Warn of deals that stay in their stage much longer than the team's median."""
    passed, usual = days_since(facts.stage_entered_at, now), facts.usual_stage
    times = passed / max(usual.days, 1.0)
    compared = (
        _("Usual for {whose}: {days}.").format(whose=usual.whose, days=_median(usual))
        if usual.is_measured
        else _("Default: {days}, since fewer than 5 deals have left this stage.").format(
            days=days_text(usual.days)
        )
    )
    stage = _("{days} in {stage}.").format(days=days_text(passed), stage=facts.stage.value)
    reason = f"{stage} {compared}"
    return Finding(passed, reason, graded(times, limit), usual.is_measured)


def close_date_slipped(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """Warn of close dates that were postponed repeatedly."""
    if not facts.slips:
        return Finding(
            0, _("The close date was never postponed."), is_known=facts.expected_close_on is not None
        )
    reason = ngettext(
        "Close date postponed {count} time.", "Close date postponed {count} times.", facts.slips
    ).format(count=number(facts.slips))
    if facts.first_close_on and facts.expected_close_on:
        reason = ngettext(
            "Close date postponed {count} time, from {first} to {last}.",
            "Close date postponed {count} times, from {first} to {last}.",
            facts.slips,
        ).format(
            count=number(facts.slips), first=day(facts.first_close_on), last=day(facts.expected_close_on)
        )
    return Finding(facts.slips, reason, graded(facts.slips, limit))


def close_date_passed(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """Warn of open deals whose close date has passed."""
    if facts.expected_close_on is None:
        return Finding(None, _("No close date is set."), is_known=False)
    passed = (facts.today - facts.expected_close_on).days
    if passed <= 0:
        return Finding(0, _("Expected to close on {day}.").format(day=day(facts.expected_close_on)))
    reason = _("Expected to close on {day}, {days} ago.").format(
        day=day(facts.expected_close_on), days=days_text(passed)
    )
    return Finding(passed, reason, 1.0 if passed >= limit else 0.0)


def single_threaded(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """Warn of deals that depend on too few people."""
    known = len(facts.active_people)
    names = ", ".join(person.name for person in facts.active_people)
    reason = (
        ngettext("{count} known contact: {names}.", "{count} known contacts: {names}.", known).format(
            count=number(known), names=without_stop(names)
        )
        if known
        else _("No known contacts.")
    )
    return Finding(known, reason, 1.0 if known < limit else 0.0, bool(facts.people))


def no_next_step(facts: DealFacts, _limit: float, _now: datetime) -> Finding:
    """Warn of deals without a next step."""
    if facts.next_step:
        return Finding(facts.next_step, _("Next step: {step}.").format(step=facts.next_step.rstrip(".")))
    to_come = facts.planned - facts.overdue
    if to_come > 0:
        text = ngettext("{count} activity scheduled.", "{count} activities scheduled.", to_come)
        return Finding(to_come, text.format(count=number(to_come)))
    reason = (
        _("No next step, and all scheduled activities are overdue.")
        if facts.overdue
        else _("No next step and no scheduled activity.")
    )
    return Finding(None, reason, 1.0)


def champion_gone(facts: DealFacts, _limit: float, _now: datetime) -> Finding:
    """Warn of deals whose champion is gone."""
    champions = [person for person in facts.people if person.role == CHAMPION]
    here = [person.name for person in champions if not person.gone]
    if here:
        return Finding(here[0], _("Champion: {name}.").format(name=without_stop(here[0])))
    if not champions:
        return Finding(None, _("No champion."), is_known=False)
    gone = "; ".join(f"{person.name} {person.gone}" for person in champions)
    return Finding(champions[0].name, _("Champion gone: {people}.").format(people=gone), 1.0)


def no_economic_buyer(facts: DealFacts, _limit: float, _now: datetime) -> Finding:
    """Warn of deals from the proposal on without an economic buyer."""
    buyers = facts.with_role(ECONOMIC_BUYER)
    if buyers:
        return Finding(buyers[0].name, _("Economic buyer: {name}.").format(name=without_stop(buyers[0].name)))
    is_late = facts.stage in FROM_PROPOSAL
    return Finding(None, _("No economic buyer."), float(is_late), bool(facts.people))


def value_cut(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """Warn of deals whose value was cut."""
    before = facts.highest_value
    if not before or before <= facts.value:
        return Finding(0, _("The value was not cut."), is_known=facts.value > 0)
    cut = round(float(100 * (before - facts.value) / before), 1)
    now, once = money(facts.value, facts.currency), money(before, facts.currency)
    reason = _("Value cut from {before} to {now}, by {share}.").format(
        before=once, now=now, share=percent(cut / 100, 1)
    )
    return Finding(cut, reason, graded(cut, limit))


def overdue_tasks(facts: DealFacts, limit: float, now: datetime) -> Finding:
    """Warn of overdue activities."""
    if not facts.overdue:
        return Finding(0, _("No overdue activities."))
    late = days_since(facts.overdue_since or now, now)
    text = (
        ngettext(
            "{count} activity overdue, by up to {days}.",
            "{count} activities overdue, by up to {days}.",
            facts.overdue,
        )
        if late
        else ngettext(
            "{count} activity overdue since today.", "{count} activities overdue since today.", facts.overdue
        )
    )
    reason = text.format(count=number(facts.overdue), days=days_text(late))
    return Finding(facts.overdue, reason, graded(facts.overdue, limit))


def engagement_fading(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """Warn of a decline in signals."""
    before, recent = facts.earlier_signals, facts.recent_signals
    reason = _("{signals} in the last {days} days, {before} in the {days} days before.").format(
        signals=_signals(recent), days=ENGAGEMENT_DAYS, before=number(before)
    )
    if before < LEAST_BEFORE_FADING:
        return Finding(0, reason, is_known=bool(facts.active_people))
    fall = round(100 * (before - recent) / before, 1)
    return Finding(fall, reason, graded(fall, limit))


def engagement_silent(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """Warn of deals without signals."""
    reason = _recent(facts)
    if not facts.active_people:
        return Finding(None, _("No known contacts to measure intent of."), is_known=False)
    return Finding(facts.recent_signals, reason, 1.0 if facts.recent_signals < limit else 0.0)


def engaged(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """Reward deals with many signals."""
    reason = _recent(facts)
    is_strong = facts.recent_signals >= limit
    return Finding(facts.recent_signals, reason, float(is_strong), bool(facts.active_people))


def meeting_booked(facts: DealFacts, _limit: float, _now: datetime) -> Finding:
    """Reward deals with a scheduled meeting."""
    if facts.meeting_at is None:
        return Finding(None, _("No meeting scheduled."))
    return Finding(
        facts.meeting_at.isoformat(), _("Meeting on {day}.").format(day=day(facts.meeting_at.date())), 1.0
    )


def broad_committee(facts: DealFacts, limit: float, _now: datetime) -> Finding:
    """Reward deals with many contacts, including the economic buyer."""
    known = len(facts.active_people)
    is_broad = known >= limit and bool(facts.with_role(ECONOMIC_BUYER))
    text = (
        ngettext(
            "{count} known contact, including the economic buyer.",
            "{count} known contacts, including the economic buyer.",
            known,
        )
        if facts.with_role(ECONOMIC_BUYER)
        else ngettext("{count} known contact.", "{count} known contacts.", known)
    )
    reason = text.format(count=number(known))
    return Finding(known, reason, float(is_broad), bool(facts.people))


def _median(usual: Usual) -> str:
    """Return `9 days (median of 14)`."""
    return _("{days} (median of {count})").format(days=days_text(usual.days), count=number(usual.count))


def _signals(count: int) -> str:
    return ngettext("{count} signal", "{count} signals", count).format(count=number(count))


def _recent(facts: DealFacts) -> str:
    known = len(facts.active_people)
    text = ngettext(
        "{signals} from {count} contact in the last {days} days.",
        "{signals} from {count} contacts in the last {days} days.",
        known,
    )
    return text.format(signals=_signals(facts.recent_signals), count=number(known), days=ENGAGEMENT_DAYS)


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
