"""Which branch a lead takes, and what is refused as a split."""

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.journeys.domain.splits import (
    Range,
    WrongSplit,
    branch_at_random,
    branch_of_grade,
    branch_of_score,
    branches_of,
    read_grades,
    read_ranges,
    read_shares,
)

RANGES = [{"min": 80, "branch": "hot"}, {"min": 50, "branch": "warm"}, {"branch": "cold"}]
HALVES = [{"branch": "a", "percent": 50}, {"branch": "b", "percent": 50}]


@pytest.mark.parametrize(
    ("score", "branch"),
    [(100, "hot"), (80, "hot"), (79.99, "warm"), (50, "warm"), (49.99, "cold"), (0, "cold"), (None, "cold")],
)
def test_the_first_range_from_the_top_counts(score, branch):
    assert branch_of_score(read_ranges(RANGES), score) == branch


def test_without_a_last_range_low_and_unknown_scores_take_no_branch():
    ranges = read_ranges(RANGES[:2])
    assert [branch_of_score(ranges, score) for score in (49, None)] == ["", ""]


@given(st.floats(0, 100), st.lists(st.integers(0, 100), min_size=1, max_size=5, unique=True))
def test_the_range_of_a_score_has_the_highest_lower_bound_that_fits(score, bounds):
    ranges = [Range(str(bound), bound) for bound in sorted(bounds, reverse=True)]
    fitting = [bound for bound in bounds if bound <= score]
    assert branch_of_score(ranges, score) == (str(max(fitting)) if fitting else "")


def test_grades_without_a_branch_take_that_of_all_others():
    branches = read_grades({"A": "hot", "B": "hot", "default": "rest"})
    assert [branch_of_grade(branches, grade) for grade in ("A", "B", "C", "")] == [
        "hot",
        "hot",
        "rest",
        "rest",
    ]
    assert branch_of_grade(read_grades({"A": "hot"}), "C") == ""
    assert branches_of(branches) == ["hot", "rest"]


def test_chance_divides_2000_leads_in_halves_and_gives_each_the_same_again():
    shares = read_shares(HALVES)
    leads = [UUID(int=number) for number in range(2_000)]
    first = [branch_at_random(shares, lead, "split") for lead in leads]
    assert first == [branch_at_random(shares, lead, "split") for lead in leads]
    assert 900 < Counter(first)["a"] < 1_100


def test_two_splits_divide_leads_differently():
    shares = read_shares(HALVES)
    leads = [UUID(int=number) for number in range(2_000)]
    same = sum(
        branch_at_random(shares, lead, "one") == branch_at_random(shares, lead, "two") for lead in leads
    )
    assert 900 < same < 1_100


def test_a_hold_out_of_ten_percent_is_one():
    shares = read_shares([{"branch": "held out", "percent": 10}, {"branch": "rest", "percent": 90}])
    found = Counter(branch_at_random(shares, UUID(int=number), "s") for number in range(10_000))
    assert 850 < found["held out"] < 1_150


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "Send a list"),
        ([], "Send a list"),
        ({"min": 1}, "Send a list"),
        ([{"min": 1, "branch": "a", "to": 3}], "Leave out to"),
        ([{"min": 101, "branch": "a"}], "scores from 0 to 100"),
        ([{"min": True, "branch": "a"}], "scores from 0 to 100"),
        ([{"min": "9", "branch": "a"}], "scores from 0 to 100"),
        ([{"min": 5, "branch": ""}], "Name each branch"),
        ([{"min": 5, "branch": "a/b"}], "Name each branch"),
        ([{"min": 5, "branch": "x" * 31}], "Name each branch"),
        ([{"branch": "a"}, {"min": 5, "branch": "b"}], "Range 2 is never reached"),
        ([{"min": 5, "branch": "a"}, {"min": 5, "branch": "b"}], "Range 2 is never reached"),
        ([{"min": 50 - each, "branch": "a"} for each in range(11)], "at most 10 branches"),
    ],
)
def test_ranges_that_are_none_are_refused(given, said):
    with pytest.raises(WrongSplit, match=said):
        read_ranges(given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Send a branch"),
        ([], "Send a branch"),
        ({"G": "a"}, "no grade G"),
        ({"A": 3}, "Name each branch"),
    ],
)
def test_grades_that_are_none_are_refused(given, said):
    with pytest.raises(WrongSplit, match=said):
        read_grades(given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([{"branch": "a", "percent": 50}], "add up to 50%"),
        ([{"branch": "a", "percent": 50}, {"branch": "a", "percent": 50}], "another name"),
        ([{"branch": "a", "percent": 0}, {"branch": "b", "percent": 100}], "from 1 to 100"),
        ([{"branch": "a", "percent": 99.5}, {"branch": "b", "percent": 0.5}], "from 1 to 100"),
    ],
)
def test_shares_that_are_none_are_refused(given, said):
    with pytest.raises(WrongSplit, match=said):
        read_shares(given)
