"""Values of JSON that can be kept."""

import pytest

from mauntic.kernel.values.json_values import DEEPEST, NO_NUMBER, NO_TEXT, TOO_DEEP, problem_of, size_of


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


def test_size_is_counted_in_bytes_of_json():
    assert size_of({"a": "ä"}) == len('{"a":"ä"}'.encode())
