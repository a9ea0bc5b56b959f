"""Texts go to mobile numbers alone."""

import pytest

from revops.sms.domain.numbers import mobile_of


@pytest.mark.parametrize(
    ("phones", "country", "number"),
    [
        (("+49 151 23456789",), "", "+4915123456789"),
        (("0151 23456789",), "DE", "+4915123456789"),
        (("+1 415 555 0123",), "", "+14155550123"),
        (("+49 30 123456", "+44 7400 123456"), "", "+447400123456"),
        (("", "+33 6 12 34 56 78"), "", "+33612345678"),
    ],
)
def test_the_first_mobile_number_is_taken_in_e164(phones, country, number):
    found = mobile_of(phones, country)
    assert (found.number, found.problem) == (number, "")


@pytest.mark.parametrize(
    ("phones", "problem"),
    [
        (("", " "), "The lead has no phone number."),
        (("n/a",), "n/a is not a phone number."),
        (("+49 30 123456",), "+4930123456 is not a mobile number."),
        (("+1 800 555 0199",), "+18005550199 is not a mobile number."),
        (("+49 151 23456789 ext. 12",), "+4915123456789;ext=12 is not a mobile number."),
        (("0151 23456789",), "0151 23456789 is not a phone number."),
    ],
)
def test_other_numbers_are_refused_with_the_reason(phones, problem):
    found = mobile_of(phones, "")
    assert (found.number, found.problem) == ("", problem)
