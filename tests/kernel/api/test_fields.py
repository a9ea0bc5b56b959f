"""Numbers, days and words of the API, as clients write them."""

from datetime import date
from decimal import Decimal

import pytest
from rest_framework import serializers

from mauntic.kernel.api.fields import DayField, RoundedField, WordField
from mauntic.kernel.api.serializers import number

CENTS = number(max_digits=18, decimal_places=2, min_value=0)
SIGNED = number(max_digits=7, decimal_places=2)
MINUTES = RoundedField(min_value=0, max_value=600)
WORD = WordField(["low", "critical"])


@pytest.mark.parametrize(
    ("field", "sent", "kept"),
    [
        (CENTS, 1.005, "1.00"),
        (CENTS, 1.015, "1.02"),
        (CENTS, 0.1 + 0.2, "0.30"),
        (CENTS, 1e-300, "0.00"),
        (CENTS, 9_999_999_999_990_000, "9999999999990000.00"),
        (SIGNED, -0.001, "0.00"),
        (SIGNED, 99_999.99, "99999.99"),
        (MINUTES, 1.5, "2"),
        (MINUTES, 2.5, "2"),
        (MINUTES, 600, "600"),
    ],
)
def test_a_number_is_rounded_to_what_is_kept(field, sent, kept):
    assert str(field.run_validation(sent)) == kept


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        (CENTS, -3e-289),
        (CENTS, -0.001),
        (CENTS, 10**16),
        (SIGNED, 99_999.999),
        (SIGNED, -100_000),
        (MINUTES, -0.3),
        (MINUTES, 600.4),
        (MINUTES, float("inf")),
    ],
)
def test_the_limits_hold_before_it_is_rounded(field, sent):
    with pytest.raises(serializers.ValidationError):
        field.run_validation(sent)


def test_no_zero_has_a_sign():
    assert not SIGNED.run_validation(-0.004).is_signed()
    assert SIGNED.run_validation(-0.006) == Decimal("-0.01")


@pytest.mark.parametrize(
    "sent", ["2026-05-01", "2026-05-01T00:00:00Z", "2026-05-01T00:00:00+14:00", "2026-05-01T23:59:59.9-11:00"]
)
def test_a_moment_is_the_day_that_is_written(sent):
    assert DayField().run_validation(sent) == date(2026, 5, 1)


@pytest.mark.parametrize("sent", ["critical", "CRITICAL", "Critical"])
def test_a_word_is_taken_in_any_case(sent):
    assert WORD.run_validation(sent) == "critical"


def test_a_wrong_word_is_told_which_there_are():
    with pytest.raises(serializers.ValidationError) as refused:
        WORD.run_validation("severe")
    assert '"severe" does not exist. Use one of: low, critical.' in str(refused.value)
