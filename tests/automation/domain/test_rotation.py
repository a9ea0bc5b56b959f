"""A new secret signs at once; the one before signs for a day, and the one before that no longer."""

from datetime import UTC, datetime, timedelta

import pytest

from mauntic.automation.domain.rotation import OVERLAP, previous_until, rotated, signing_secrets

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
FIRST = rotated({}, "one", AT, OVERLAP)
SECOND = rotated(FIRST, "two", AT, OVERLAP)


def test_the_overlap_is_a_day():
    assert timedelta(hours=24) == OVERLAP


@pytest.mark.parametrize(
    ("credentials", "at", "expected"),
    [
        ({}, AT, []),
        (FIRST, AT, ["one"]),
        (SECOND, AT, ["two", "one"]),
        (SECOND, AT + OVERLAP - timedelta(seconds=1), ["two", "one"]),
        (SECOND, AT + OVERLAP, ["two"]),
        (rotated(SECOND, "three", AT, OVERLAP), AT, ["three", "two"]),
        (rotated(SECOND, "three", AT, timedelta()), AT, ["three"]),
        ({"secret": "old release"}, AT, ["old release"]),
    ],
)
def test_the_secrets_that_sign(credentials, at, expected):
    assert signing_secrets(credentials, at) == expected


@pytest.mark.parametrize(
    ("credentials", "at", "expected"),
    [(FIRST, AT, None), (SECOND, AT, AT + OVERLAP), (SECOND, AT + OVERLAP, None)],
)
def test_the_end_of_the_previous_secret(credentials, at, expected):
    assert previous_until(credentials, at) == expected
