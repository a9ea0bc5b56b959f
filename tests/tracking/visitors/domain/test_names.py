"""What is the name of somebody, and what stands for nobody."""

import pytest

from mauntic.tracking.visitors.domain.names import LONGEST_ID, is_placeholder, name_of, text_of


@pytest.mark.parametrize(
    "nobody",
    [
        "undefined", "Undefined", " null ", "NULL", "None", "nil", "NaN", "0", 0, 0.0, "0.0", "-1", -1,
        "00000000",
        "00000000-0000-0000-0000-000000000000", "[object Object]", "[object Undefined]", "anonymous",
        "Anonymous", "guest", "unknown", "n/a", "-", "--", "{}", "[]", "''", '"undefined"', "(null)",
        "(not set)",
        "not set", "true", "false", True, False, "{{user.id}}", "${userId}", "<%= user.id %>", "%%USER_ID%%",
        "user_id", "distinct_id", "anonymousId", "\ufeffundefined\u200b", "ＮＵＬＬ", "", "  ", None,
    ],
)  # fmt: skip
def test_a_placeholder_is_no_name(nobody):
    assert name_of(nobody) == ""


@pytest.mark.parametrize("lost", [1.2345678901234567e19, 1e308, -1e20, float("inf"), "jos\ufffd", "\ufffd"])
def test_an_id_that_lost_digits_or_letters_on_the_way_is_no_name(lost):
    assert name_of(lost) == ""


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (1, "1"),
        (12345678901234567890, "12345678901234567890"),
        (10, "10"),
        ("0x1f", "0x1f"),
        ("007", "007"),
        (12.0, "12"),
        (1.5, "1.5"),
        ("undefined-7", "undefined-7"),
        ("anonymous@firm.example", "anonymous@firm.example"),
        ("Nulla", "Nulla"),
        ("guest-42", "guest-42"),
        ("張", "張"),
        (" u-1\u00a0", "u-1"),
        ("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_everything_else_is_one(value, name):
    assert name_of(value) == name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (404, "404"),
        (2.0, "2"),
        (True, "true"),
        (None, ""),
        ([1], ""),
        ({}, ""),
        (" a\ufeff", "a"),
        (1e250, "1e+250"),
    ],
)
def test_plain_values_are_text(value, text):
    assert text_of(value) == text


def test_blanks_at_the_ends_are_left_out_and_those_within_stay():
    assert text_of("\u200b\u00a0é \u200b é\u3000\u00ad") == "é \u200b é"


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (2.0**53 - 1, "9007199254740991"),
        (2.0**53, ""),
        (-(2.0**53) + 1, "-9007199254740991"),
        (-(2.0**53), ""),
    ],
)
def test_a_float_is_an_id_as_long_as_it_holds_every_digit(number, name):
    assert name_of(number) == name


def test_a_float_that_lost_digits_is_shown_as_one():
    assert text_of(2.0**53) == "9007199254740992.0"
    assert text_of(2.0**53 - 1) == "9007199254740991"


def test_a_placeholder_has_at_most_100_characters():
    assert is_placeholder("0" * 100)
    assert not is_placeholder("0" * 101)
    assert name_of("0" * 101) == "0" * 101


def test_an_id_has_at_most_255_characters():
    assert LONGEST_ID == 255


@pytest.mark.parametrize(
    "letter", ["\u3000", "\u2003", "\u00a0", "\u200b", "\u200f", "\u2060", "\ufeff", "\u00ad"]
)
def test_what_nobody_sees_is_no_part_of_an_id(letter):
    assert name_of(f"{letter}u-é{letter}") == "u-é"
