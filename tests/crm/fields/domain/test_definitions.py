"""Keys and choices of custom fields: what is renamed keeps its key."""

import pytest

from mauntic.crm.fields.domain.definitions import Choice, Definition, FieldKind, key_of, merged_choices

HOT, COLD = Choice("hot", "Hot"), Choice("cold", "Cold")


@pytest.mark.parametrize(
    ("label", "taken", "key"),
    [
        ("Renewal date", (), "renewal_date"),
        ("  Größe (m²)  ", (), "grösse_m²"),
        ("会社", (), "会社"),
        ("!!!", (), "field"),
        ("Plan", ("plan", "plan_2"), "plan_3"),
        ("x" * 200, (), "x" * 94),
    ],
)
def test_a_key_is_made_of_letters_and_digits(label, taken, key):
    assert key_of(label, taken) == key


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ([("hot", "Very hot"), ("cold", "Cold")], [Choice("hot", "Very hot"), COLD]),
        ([("cold", "Cold"), ("hot", "Hot")], [COLD, HOT]),
        ([("hot", "Hot")], [HOT, Choice("cold", "Cold", is_off=True)]),
        ([("hot", "Hot"), ("cold", "Cold"), ("", "Hot!")], [HOT, COLD, Choice("hot_2", "Hot!")]),
    ],
    ids=["renamed", "moved", "left out", "new"],
)
def test_choices_keep_their_keys(wanted, found):
    assert list(merged_choices([HOT, COLD], wanted)) == found


def test_a_choice_that_was_left_out_comes_back_with_its_key():
    off = Choice("cold", "Cold", is_off=True)
    assert merged_choices([HOT, off], [("hot", "Hot"), ("", "cold")]) == (HOT, Choice("cold", "cold"))


def test_a_choice_that_is_off_is_not_offered_but_has_its_label():
    field = Definition("heat", "Heat", FieldKind.CHOICE, (HOT, Choice("cold", "Cold", is_off=True)))
    assert field.offered == [HOT]
    assert (field.label_of("cold"), field.label_of("warm")) == ("Cold", "warm")
