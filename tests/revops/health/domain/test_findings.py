"""What each rule finds, by the facts of a deal."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from revops.deals.domain.stages import Stage
from revops.health.domain.facts import Person, Usual
from revops.health.domain.rules import RULES, Finding
from tests.revops.health.facts import ANN, BOB, DAY, NOW, SOUND


def found(key: str, limit: float = 0, **values) -> Finding:
    return RULES[key](replace(SOUND, **values), limit, NOW)


def closed_after(*, slips: int, first: date | None = None, last: date | None = None) -> Finding:
    return found("close_date_slipped", 2, slips=slips, first_close_on=first, expected_close_on=last)


CREATED = {"last_touch_at": None, "created_at": NOW - 30 * DAY}


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ({"last_touch_at": NOW}, Finding(0, "No activity for 0 days.", 0)),
        ({"last_touch_at": NOW - 14 * DAY}, Finding(14, "No activity for 14 days.", 0.5)),
        (
            {"last_touch_at": NOW - 14 * DAY, "pace": Usual(2.25, 1_500, "the organization")},
            Finding(
                14,
                "No activity for 14 days. Usual for the organization: every 2.2 days (median of 1,500).",
                0.5,
            ),
        ),
        (CREATED, Finding(30, "No activity since the deal was created 30 days ago.", 1, is_known=False)),
        (
            {**CREATED, "pace": Usual(1.0, 5, "team North")},
            Finding(
                30,
                "No activity since the deal was created 30 days ago."
                " Usual for team North: every 1 day (median of 5).",
                1,
                is_known=False,
            ),
        ),
    ],
)
def test_quiet_is_measured_from_the_last_activity_else_from_the_start(values, finding):
    assert found("no_activity", 14, **values) == finding


@pytest.mark.parametrize(
    ("days", "usual", "finding"),
    [
        (
            0,
            Usual(9, 14, "team North"),
            Finding(0, "0 days in demo. Usual for team North: 9 days (median of 14)."),
        ),
        (
            30,
            Usual(10, 6, "the organization"),
            Finding(30, "30 days in demo. Usual for the organization: 10 days (median of 6).", 1),
        ),
        (
            30,
            Usual(20.0),
            Finding(
                30,
                "30 days in demo. Default: 20 days, since fewer than 5 deals have left this stage.",
                0.5,
                is_known=False,
            ),
        ),
        # A median below a day counts as a day: 1 day is no multiple of an hour.
        (
            1,
            Usual(0.1, 9, "team North"),
            Finding(1, "1 day in demo. Usual for team North: 0.1 days (median of 9)."),
        ),
        (
            2,
            Usual(0.1, 9, "team North"),
            Finding(2, "2 days in demo. Usual for team North: 0.1 days (median of 9).", pytest.approx(2 / 3)),
        ),
    ],
)
def test_a_stay_in_a_stage_is_compared_with_the_usual_one(days, usual, finding):
    values = {"stage": Stage.DEMO, "stage_entered_at": NOW - days * DAY, "usual_stage": usual}

    assert found("stuck_in_stage", 1.5, **values) == finding


OCTOBER, DECEMBER = date(2026, 10, 1), date(2026, 12, 20)


@pytest.mark.parametrize(
    ("slips", "first", "last", "finding"),
    [
        (0, OCTOBER, DECEMBER, Finding(0, "The close date was never postponed.")),
        (0, None, None, Finding(0, "The close date was never postponed.", is_known=False)),
        (1, OCTOBER, DECEMBER, Finding(1, "Close date postponed 1 time, from 1 Oct 2026 to 20 Dec 2026.")),
        (
            3,
            OCTOBER,
            DECEMBER,
            Finding(3, "Close date postponed 3 times, from 1 Oct 2026 to 20 Dec 2026.", 0.75),
        ),
        (1, OCTOBER, None, Finding(1, "Close date postponed 1 time.")),
        (4, None, DECEMBER, Finding(4, "Close date postponed 4 times.", 1)),
    ],
)
def test_slips_of_the_close_date_are_told_with_its_first_and_last_day(slips, first, last, finding):
    assert closed_after(slips=slips, first=first, last=last) == finding


@pytest.mark.parametrize(
    ("expected", "finding"),
    [
        (None, Finding(None, "No close date is set.", is_known=False)),
        (date(2026, 11, 26), Finding(0, "Expected to close on 26 Nov 2026.")),
        (date(2026, 11, 25), Finding(0, "Expected to close on 25 Nov 2026.")),
        (date(2026, 11, 24), Finding(1, "Expected to close on 24 Nov 2026, 1 day ago.")),
        (date(2026, 11, 23), Finding(2, "Expected to close on 23 Nov 2026, 2 days ago.", 1)),
    ],
)
def test_a_close_date_that_has_passed_costs_all_points_from_its_limit_on(expected, finding):
    assert found("close_date_passed", 2, expected_close_on=expected) == finding


LEFT = replace(ANN, gone="left the company")


@pytest.mark.parametrize(
    ("people", "finding"),
    [
        ((), Finding(0, "No known contacts.", 1, is_known=False)),
        ((LEFT,), Finding(0, "No known contacts.", 1)),
        ((ANN,), Finding(1, "1 known contact: Ann Lee.", 1)),
        ((ANN, BOB), Finding(2, "2 known contacts: Ann Lee, Bob Ray.")),
        ((LEFT, BOB), Finding(1, "1 known contact: Bob Ray.", 1)),
    ],
)
def test_only_people_who_are_there_carry_a_deal(people, finding):
    assert found("single_threaded", 2, people=people) == finding


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ({"next_step": "Send the offer."}, Finding("Send the offer.", "Next step: Send the offer.")),
        ({"next_step": "Send the offer"}, Finding("Send the offer", "Next step: Send the offer.")),
        ({"planned": 1}, Finding(1, "1 activity scheduled.")),
        ({"planned": 3, "overdue": 1}, Finding(2, "2 activities scheduled.")),
        (
            {"planned": 1, "overdue": 1},
            Finding(None, "No next step, and all scheduled activities are overdue.", 1),
        ),
        ({}, Finding(None, "No next step and no scheduled activity.", 1)),
    ],
)
def test_a_next_step_is_written_down_or_scheduled_and_not_overdue(values, finding):
    assert found("no_next_step", **{"next_step": ""} | values) == finding


@pytest.mark.parametrize(
    ("people", "finding"),
    [
        ((BOB,), Finding(None, "No champion.", is_known=False)),
        ((ANN, BOB), Finding("Ann Lee", "Champion: Ann Lee.")),
        ((Person("Al Lee Jr.", "champion"),), Finding("Al Lee Jr.", "Champion: Al Lee Jr.")),
        ((LEFT, Person("Cy", "champion")), Finding("Cy", "Champion: Cy.")),
        ((BOB, LEFT), Finding("Ann Lee", "Champion gone: Ann Lee left the company.", 1)),
        (
            (LEFT, Person("Cy", "champion", "is suppressed")),
            Finding("Ann Lee", "Champion gone: Ann Lee left the company; Cy is suppressed.", 1),
        ),
    ],
)
def test_a_champion_is_gone_when_every_champion_is(people, finding):
    assert found("champion_gone", people=people) == finding


@pytest.mark.parametrize(
    ("stage", "people", "finding"),
    [
        (Stage.NEGOTIATION, (ANN, BOB), Finding("Bob Ray", "Economic buyer: Bob Ray.")),
        (Stage.NEGOTIATION, (ANN,), Finding(None, "No economic buyer.", 1)),
        (Stage.PROPOSAL, (ANN,), Finding(None, "No economic buyer.", 1)),
        (Stage.PROPOSAL, (replace(BOB, gone="left"),), Finding(None, "No economic buyer.", 1)),
        (Stage.PROPOSAL, (), Finding(None, "No economic buyer.", 1, is_known=False)),
        (Stage.DEMO, (ANN,), Finding(None, "No economic buyer.")),
        (Stage.PROSPECTING, (), Finding(None, "No economic buyer.", is_known=False)),
    ],
)
def test_an_economic_buyer_is_needed_from_the_proposal_on(stage, people, finding):
    assert found("no_economic_buyer", stage=stage, people=people) == finding


@pytest.mark.parametrize(
    ("before", "now", "finding"),
    [
        (None, 50_000, Finding(0, "The value was not cut.")),
        (50_000, 50_000, Finding(0, "The value was not cut.")),
        (40_000, 50_000, Finding(0, "The value was not cut.")),
        (0, 0, Finding(0, "The value was not cut.", is_known=False)),
        (None, 1, Finding(0, "The value was not cut.")),
        (50_001, 50_000, Finding(0.0, "Value cut from €50,001 to €50,000, by 0%.")),
        (60_000, 45_000, Finding(25.0, "Value cut from €60,000 to €45,000, by 25%.", 0.625)),
        (
            30_000,
            20_000,
            Finding(33.3, "Value cut from €30,000 to €20,000, by 33.3%.", pytest.approx(0.8325)),
        ),
        (50_000, 0, Finding(100.0, "Value cut from €50,000 to €0, by 100%.", 1)),
    ],
)
def test_a_cut_is_the_share_of_the_highest_value_that_is_gone(before, now, finding):
    highest = None if before is None else Decimal(before)

    assert found("value_cut", 20, highest_value=highest, value=Decimal(now)) == finding


@pytest.mark.parametrize(
    ("overdue", "since", "finding"),
    [
        (0, None, Finding(0, "No overdue activities.")),
        (1, NOW - timedelta(hours=3), Finding(1, "1 activity overdue since today.", 0.5)),
        (2, None, Finding(2, "2 activities overdue since today.", 1)),
        (1, NOW - DAY, Finding(1, "1 activity overdue, by up to 1 day.", 0.5)),
        (5, NOW - 9 * DAY, Finding(5, "5 activities overdue, by up to 9 days.", 1)),
    ],
)
def test_overdue_activities_are_counted_with_the_longest_delay(overdue, since, finding):
    assert found("overdue_tasks", 1, overdue=overdue, overdue_since=since) == finding


def signals_of(recent: int, before: int) -> str:
    return f"{recent} signals in the last 30 days, {before} in the 30 days before."


@pytest.mark.parametrize(
    ("before", "recent", "finding"),
    [
        # Of three signals or fewer a fall is chance.
        (3, 0, Finding(0, signals_of(0, 3))),
        (4, 0, Finding(100.0, signals_of(0, 4), 1)),
        (6, 2, Finding(66.7, signals_of(2, 6), pytest.approx(0.667))),
        (4, 4, Finding(0.0, signals_of(4, 4))),
        (4, 6, Finding(-50.0, signals_of(6, 4))),
        (4, 1, Finding(75.0, "1 signal in the last 30 days, 4 in the 30 days before.", 0.75)),
    ],
)
def test_intent_fades_by_the_share_of_signals_that_no_longer_come(before, recent, finding):
    assert found("engagement_fading", 50, earlier_signals=before, recent_signals=recent) == finding


def test_whether_intent_fades_is_unknown_without_anybody_to_measure():
    assert not found("engagement_fading", 50, earlier_signals=0, recent_signals=0, people=()).is_known
    assert found("engagement_fading", 50, earlier_signals=9, recent_signals=0, people=()).is_known


@pytest.mark.parametrize(
    ("recent", "people", "silent", "strong"),
    [
        (0, (ANN, BOB), 1, 0),
        (1, (ANN, BOB), 1, 0),
        (2, (ANN, BOB), 0, 1),
        (3, (ANN,), 0, 1),
    ],
)
def test_signals_below_the_limit_are_silence_and_from_it_on_engagement(recent, people, silent, strong):
    values = {"recent_signals": recent, "people": people}
    signals = "1 signal" if recent == 1 else f"{recent} signals"
    contacts = "1 contact" if len(people) == 1 else "2 contacts"
    reason = f"{signals} from {contacts} in the last 30 days."

    assert found("engagement_silent", 2, **values) == Finding(recent, reason, silent)
    assert found("engaged", 2, **values) == Finding(recent, reason, strong)


@pytest.mark.parametrize("people", [(), (LEFT,)])
def test_without_anybody_there_is_neither_silence_nor_a_sure_strength(people):
    assert found("engagement_silent", 1, recent_signals=0, people=people) == Finding(
        None, "No known contacts to measure intent of.", is_known=False
    )
    assert found("engaged", 5, recent_signals=5, people=people) == Finding(
        5, "5 signals from 0 contacts in the last 30 days.", 1, is_known=False
    )


def test_a_meeting_that_is_booked_is_shown_by_its_day_and_kept_by_its_moment():
    assert found("meeting_booked", meeting_at=NOW + 2 * DAY) == Finding(
        "2026-11-27T12:00:00+00:00", "Meeting on 27 Nov 2026.", 1
    )
    assert found("meeting_booked", meeting_at=None) == Finding(None, "No meeting scheduled.")


@pytest.mark.parametrize(
    ("people", "finding"),
    [
        ((), Finding(0, "0 known contacts.", is_known=False)),
        ((ANN,), Finding(1, "1 known contact.")),
        ((BOB,), Finding(1, "1 known contact, including the economic buyer.")),
        ((ANN, BOB), Finding(2, "2 known contacts, including the economic buyer.")),
        ((ANN, BOB, Person("Cy", "legal")), Finding(3, "3 known contacts, including the economic buyer.", 1)),
        ((ANN, LEFT, Person("Cy", "legal"), Person("Di", "legal")), Finding(3, "3 known contacts.")),
        ((BOB, LEFT, Person("Cy", "legal")), Finding(2, "2 known contacts, including the economic buyer.")),
    ],
)
def test_a_committee_is_broad_with_enough_people_and_the_economic_buyer(people, finding):
    assert found("broad_committee", 3, people=people) == finding


def test_of_several_champions_or_buyers_the_first_is_named():
    cy, di = Person("Cy", "champion"), Person("Di", "economic_buyer")

    assert found("champion_gone", people=(BOB, ANN, cy)) == Finding("Ann Lee", "Champion: Ann Lee.")
    assert found("no_economic_buyer", people=(ANN, di, BOB)) == Finding("Di", "Economic buyer: Di.")
