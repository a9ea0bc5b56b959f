"""Telephone numbers, alone and several in a cell."""

import pytest

from mauntic.kernel.normalize.phones import ReadPhone, e164, is_dialable, is_same_number, read_phone


@pytest.mark.parametrize(
    ("raw", "country", "number"),
    [
        ("+49 30 901820", "", "+4930901820"),
        ("0049 30 901820", "", "+4930901820"),
        ("'+49 30 901820", "", "+4930901820"),
        ('="+49 30 901820"', "", "+4930901820"),
        ('= "030 901820"', "DE", "+4930901820"),
        ("+4930901820.0", "", "+4930901820"),
        ("4930901820,000000", "DE", "+4930901820"),
        ("＋４９ ３０ ９０１８２０", "", "+4930901820"),
        ("030 901820", "de", "+4930901820"),
        ("030 901820", "", None),
        ("030 901820", "XX", None),
        ("11833", "DE", None),  # a directory, or an extension of some house
        ("901820", "DE", "+49901820"),
        ("90182", "DE", None),
        ("+49 30 901820 ext 12", "", "+4930901820;ext=12"),
        ("+1", "", None),
        ("+49 30 9018201234567890", "", None),
        ('=""', "DE", None),
    ],
)
def test_a_number_is_written_as_its_country_dials_it(raw, country, number):
    assert e164(raw, country) == number


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("030 901820", ReadPhone("+4930901820")),
        ("030 901820 / 030 901821", ReadPhone("+4930901820", "030 901821")),
        ("030 901820; 030 901821", ReadPhone("+4930901820", "030 901821")),
        ("030 901820 | 030 901821", ReadPhone("+4930901820", "030 901821")),
        ("030 901820\n030 901821", ReadPhone("+4930901820", "030 901821")),
        ("030 901820, 030 901821", ReadPhone("+4930901820", "030 901821")),
        ("030 901820,+49 30 901821", ReadPhone("+4930901820", "+49 30 901821")),
        ("030 901820 ::: 030 901821", ReadPhone("+4930901820", "030 901821")),
        ("030 901820 or 030 901821", ReadPhone("+4930901820", "030 901821")),
        ("030 901820 ODER 030 901821", ReadPhone("+4930901820", "030 901821")),
        ("030 901820 und 030 901821", ReadPhone("+4930901820", "030 901821")),
        ("030 901820 et 030 901821", ReadPhone("+4930901820", "030 901821")),
        # What stands behind the first number must be one, too: else the cell is damaged.
        ("030 901820 / ask for Ada", None),
        ("", None),
    ],
)
def test_of_several_numbers_in_a_cell_the_first_is_read(raw, read):
    assert read_phone(raw, "DE") == read


def test_a_cell_has_at_most_100_characters():
    two = "030 901820 / 030 901821"

    assert read_phone(two.ljust(100), "DE") == ReadPhone("+4930901820", "030 901821")
    assert read_phone(two.ljust(101), "DE") is None
    assert e164("+4930901820".ljust(100)) == "+4930901820"
    assert e164("+4930901820".ljust(101)) is None


@pytest.mark.parametrize(
    ("raw", "can_dial"),
    [
        ("030 901820", True),
        ("(030) 90-18/20", True),
        ("030.901820 ext. 12", True),
        ("030 901820 x12", True),
        ("'030 901820", True),
        ("123456", True),
        ("12345", False),
        ("123456789012345", True),
        ("1234567890123456", False),
        ("030 901820 ext. 12345678", False),
        ("-30 901820", False),
        ("call 030 901820", False),
        ("", False),
        ("()()()()()", False),
    ],
)
def test_a_person_can_dial_six_to_fifteen_digits(raw, can_dial):
    assert is_dialable(raw) is can_dial


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+493023125149", "+493023125149", True),
        ("+493023125149;ext=60", "+493023125149", True),
        ("+493023125149;ext=60", "+493023125149;ext=60", True),
        ("+493023125149;ext=60", "+493023125149;ext=61", False),
        ("+493023125149", "+493023125116", False),
    ],
)
def test_a_number_without_its_extension_is_the_same_number(one, other, same):
    assert is_same_number(one, other) is same
    assert is_same_number(other, one) is same
