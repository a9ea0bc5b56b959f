"""Values of JSON that can be kept."""

import re
from datetime import date

import pytest

from mauntic.kernel.values.json_values import (
    DEEPEST,
    NO_NUMBER,
    NO_TEXT,
    TOO_DEEP,
    problem_of,
    read_json,
    size_of,
)


def nested(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("value", [None, True, 1, -1.5, "ä", [1, {"a": "b"}], nested(DEEPEST), 2**64])
def test_what_can_be_kept_has_no_problem(value):
    assert problem_of(value) == ""


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (float("inf"), NO_NUMBER),
        ([{"a": float("nan")}], NO_NUMBER),
        (10**30, NO_NUMBER),
        ({"a": "x\0"}, NO_TEXT),
        ({"x\0": 1}, NO_TEXT),
        (["\ud800"], NO_TEXT),
        (nested(DEEPEST + 1), TOO_DEEP),
        (nested(100_000), TOO_DEEP),
    ],
)
def test_what_cannot_be_kept_says_why(value, problem):
    assert problem_of(value) == problem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 100_000, TOO_DEEP),
        (str(nested(DEEPEST + 1)), TOO_DEEP),
        ("9" * 31, NO_NUMBER),
        ("NaN", NO_NUMBER),
        ("1e400", NO_NUMBER),
        ('"\\u0000"', NO_TEXT),
        ('"\\ud800"', NO_TEXT),
    ],
)
def test_json_that_cannot_be_kept_is_not_read(text, said):
    with pytest.raises(ValueError, match=re.escape(str(said))):
        read_json(text)


def test_json_of_the_largest_depth_is_read():
    assert read_json(str(nested(DEEPEST))) == nested(DEEPEST)


def test_size_is_counted_in_bytes_of_json():
    assert size_of({"a": "ä"}) == len('{"a":"ä"}'.encode())


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (10**30 - 1, ""),
        (-(10**30) + 1, ""),
        (-(10**30), NO_NUMBER),
        (1e300, ""),
        (float("-inf"), NO_NUMBER),
        ((1, ("a", float("nan"))), NO_NUMBER),
        ({"a": {"b": {"c\0": 1}}}, NO_TEXT),
        ({1: "a"}, ""),
        ("\udfff", NO_TEXT),
        (nested(32), ""),
        (nested(33), TOO_DEEP),
    ],
)
def test_the_limits_are_30_digits_and_32_levels(value, problem):
    assert problem_of(value) == problem


def test_the_first_problem_from_the_outside_is_told():
    assert problem_of([["a\0"], 10**30]) == NO_NUMBER
    assert problem_of({"a": {"b": nested(50)}, "c": "x\0"}) == NO_TEXT


def test_the_size_of_what_json_has_no_form_for_is_that_of_its_text():
    assert size_of({"at": date(2026, 11, 30)}) == len('{"at":"2026-11-30"}')
    assert size_of([1, 2]) == 5
