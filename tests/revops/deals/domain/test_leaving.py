"""Why an action on many deals leaves one of them as it is."""

from decimal import Decimal

import pytest

from revops.deals.domain.leaving import field_problem, move_problem, return_problem


@pytest.mark.parametrize(
    ("stage", "to", "value", "said"),
    [
        ("demo", "proposal", 0, ""),
        ("closed_won", "demo", 5, "closed, reopen it first"),
        ("closed_lost", "demo", 5, "closed, reopen it first"),
        ("demo", "closed_won", 0, "won deals need a value above 0"),
        ("demo", "closed_won", 1, ""),
        ("demo", "closed_lost", 0, ""),
    ],
)
def test_a_move_is_left_out_where_the_stage_forbids_it(stage, to, value, said):
    assert move_problem(stage, to, value=Decimal(value)) == said


@pytest.mark.parametrize(
    ("stage", "may_reopen", "said"),
    [
        ("demo", False, ""),
        ("closed_won", True, ""),
        ("closed_lost", False, "closed, only its owner or a manager reopens it"),
    ],
)
def test_closed_deals_return_only_for_owners_and_managers(stage, may_reopen, said):
    assert return_problem(stage, may_reopen=may_reopen) == said


@pytest.mark.parametrize(
    ("stage", "field", "new", "is_manager", "said"),
    [
        ("demo", "value", Decimal(0), False, ""),
        ("closed_won", "next_step", "Call", False, ""),
        ("closed_won", "owner", None, False, "closed, only a manager changes its value or owner"),
        ("closed_won", "owner", None, True, ""),
        ("closed_won", "value", Decimal(0), True, "won deals need a value above 0"),
        ("closed_lost", "value", Decimal(0), True, ""),
        ("closed_lost", "probability", Decimal(1), True, "closed deals have no probability"),
    ],
)
def test_closed_deals_guard_their_results(stage, field, new, is_manager, said):
    assert field_problem(stage, field, new, is_manager=is_manager) == said
