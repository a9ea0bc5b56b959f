"""My day groups reasons by record and orders them by what runs out first."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from mauntic.web.home.domain.actions import Action, Kind, Reach, Reason, Section, plan_day

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)
TONIGHT = datetime(2026, 12, 2, tzinfo=UTC)
PHONE = Reach(has_phone=True, has_email=True)


def reason(kind: Kind, record: str = "ann", hours: float | None = None, *, is_call: bool = False) -> Reason:
    at = None if hours is None else NOW + timedelta(hours=hours)
    return Reason(kind, record, UUID(int=1), at, is_call)


def rows(*reasons: Reason, **reach: Reach):
    return plan_day(reasons, reach=reach, tonight=TONIGHT)


def test_a_record_is_listed_once_with_all_its_reasons_the_first_to_run_out_in_front() -> None:
    [row] = rows(reason(Kind.HOT), reason(Kind.TASK, hours=5), reason(Kind.ALERT, hours=1), reason(Kind.RISK))
    assert [each.kind for each in row.reasons] == [Kind.ALERT, Kind.TASK, Kind.RISK, Kind.HOT]
    assert (row.section, row.at) == (Section.NOW, NOW + timedelta(hours=1))


def test_what_runs_out_first_comes_first_and_what_never_does_by_score() -> None:
    found = rows(
        reason(Kind.HOT, "low"),
        reason(Kind.HOT, "high"),
        reason(Kind.RISK, "deal"),
        reason(Kind.ALERT, "alert", hours=2),
        reason(Kind.TASK, "overdue", hours=-30),
        low=Reach(score=61),
        high=Reach(score=99),
    )
    assert [row.record for row in found] == ["overdue", "alert", "deal", "high", "low"]


@pytest.mark.parametrize(
    ("reasons", "section"),
    [
        ([reason(Kind.TASK, hours=13.99)], Section.NOW),
        ([reason(Kind.TASK, hours=14)], Section.TOMORROW),
        ([reason(Kind.TASK, hours=20), reason(Kind.HOT)], Section.TOMORROW),
        ([reason(Kind.TASK, hours=20), reason(Kind.ALERT, hours=60)], Section.NOW),
        ([reason(Kind.ALERT, hours=60)], Section.NOW),
        ([reason(Kind.RISK)], Section.NOW),
        ([reason(Kind.HOT)], Section.HOT),
    ],
)
def test_a_record_is_in_the_section_of_its_most_urgent_reason(
    reasons: list[Reason], section: Section
) -> None:
    assert rows(*reasons)[0].section == section


@pytest.mark.parametrize(
    ("reasons", "person", "action"),
    [
        ([reason(Kind.ALERT, hours=1)], PHONE, Action.CALL),
        ([reason(Kind.ALERT, hours=1)], Reach(has_email=True), Action.EMAIL),
        ([reason(Kind.ALERT, hours=1)], Reach(), Action.OPEN),
        ([reason(Kind.ALERT, hours=1)], Reach(has_owner=False, has_phone=True), Action.TAKE),
        ([reason(Kind.HOT)], Reach(has_owner=False, has_phone=True), Action.TAKE),
        ([reason(Kind.TASK, hours=1)], Reach(has_owner=False, has_phone=True), Action.COMPLETE),
        ([reason(Kind.REPLY, hours=9), reason(Kind.ALERT, hours=1)], PHONE, Action.REPLY),
        ([reason(Kind.ANSWER, hours=-1), reason(Kind.TASK)], Reach(has_owner=False), Action.REPLY),
        ([reason(Kind.REPLY, hours=9)], Reach(has_phone=True), Action.CALL),
        ([reason(Kind.TASK, hours=1)], PHONE, Action.COMPLETE),
        ([reason(Kind.TASK, hours=1, is_call=True)], PHONE, Action.CALL),
        ([reason(Kind.TASK, hours=1, is_call=True)], Reach(has_email=True), Action.COMPLETE),
        ([reason(Kind.TASK, hours=5), reason(Kind.ALERT, hours=1)], PHONE, Action.CALL),
        ([reason(Kind.TASK, hours=-5), reason(Kind.ALERT, hours=1)], PHONE, Action.COMPLETE),
        ([reason(Kind.RISK)], PHONE, Action.MOVE),
        ([reason(Kind.RISK), reason(Kind.HOT)], PHONE, Action.MOVE),
        ([reason(Kind.HOT)], PHONE, Action.CALL),
    ],
)
def test_the_first_action_is_the_obvious_one(reasons: list[Reason], person: Reach, action: Action) -> None:
    assert rows(*reasons, ann=person)[0].action == action


def test_nothing_to_do_is_an_empty_list() -> None:
    assert rows() == []
