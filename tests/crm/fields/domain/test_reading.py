"""Values of custom fields: what programs, forms and files send is read by the kind of the field."""

import re
from datetime import date, datetime

import pytest

from mauntic.crm.fields.domain.definitions import Choice, Definition, FieldKind
from mauntic.crm.fields.domain.reading import Notes, read_value
from mauntic.kernel.normalize import Notation
from mauntic.kernel.normalize.days import DayOrder

ADA = "0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b"
PEOPLE = {ADA: ADA, "ada@acme.example": ADA, "ada byron": ADA}
CHOICES = (Choice("hot", "Very hot"), Choice("cold", "Cold"), Choice("old", "Old", is_off=True))


def read(kind, raw, **notes):
    return read_value(Definition("key", "Label", FieldKind(kind), CHOICES), raw, Notes(PEOPLE, **notes))


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", " one\ntwo ", "one\ntwo"),
        ("long_text", "e\u0301", "é"),
        ("number", 38, 38),
        ("number", 12.5, 12.5),
        ("number", "-1250.50", -1250.5),
        ("number", "1.250,5", 1250.5),
        ("number", "38.0", 38),
        ("money", "EUR 1 250.50", 1250.5),
        ("date", "2027-03-31", "2027-03-31"),
        ("date", "31.03.2027", "2027-03-31"),
        ("date", date(2027, 3, 31), "2027-03-31"),
        ("date", datetime(2027, 3, 31, 23, 59), "2027-03-31"),  # noqa: DTZ001 (as a file has it)
        ("choice", "hot", "hot"),
        ("choice", "very HOT", "hot"),
        ("choice", "old", "old"),
        ("multi_choice", "Cold; very hot;cold", ["hot", "cold"]),
        ("multi_choice", ["cold"], ["cold"]),
        ("boolean", True, True),
        ("boolean", "No", False),
        ("boolean", "ja", True),
        ("url", "example.com/a?b=1", "https://example.com/a?b=1"),
        ("url", "http://example.com", "http://example.com"),
        ("person", "ADA@acme.example", ADA),
        ("person", "Ada Byron", ADA),
        ("person", ADA.upper(), ADA),
        *((kind, empty, None) for kind in FieldKind for empty in (None, "", "  ", [])),
    ],
)
def test_a_value_is_read_by_its_kind(kind, raw, value):
    found = read(kind, raw)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "raw", "sentence"),
    [
        ("text", 38, "Enter a text."),
        ("text", "a\0b", "Remove the null character."),
        ("long_text", "x" * 20_001, "Enter at most 20,000 characters, not 20,001."),
        ("number", "many", "is not an amount"),
        ("number", True, "is not a number"),
        ("number", [1], "is not a number"),
        ("number", float("nan"), "Enter a number of at most"),
        ("number", 10**16, "Enter a number of at most"),
        ("number", "1.250", "can mean 1250 or 1.25"),
        ("number", "123456789.123456789012", "Enter a number of at most 15 digits."),
        ("money", "1.005", "can mean"),
        ("money", 1.005, "at most two decimals"),
        ("date", "31.02.2027", "is not a date"),
        ("date", "3/4/2027", "may be one of two days"),
        ("date", 20270331, "is not a date"),
        ("choice", "warm", "Choose one of: Very hot, Cold."),
        ("choice", "Old", "is not one of the choices"),
        ("choice", 1, "is not one of the choices"),
        ("multi_choice", ["hot", "warm"], "is not one of the choices"),
        ("multi_choice", {"hot": 1}, "Enter a list of choices."),
        ("multi_choice", ["hot"] * 51, "Choose at most 50."),
        ("boolean", "maybe", "neither yes nor no"),
        ("boolean", 2, "neither yes nor no"),
        ("url", "javascript:alert(1)", "is not a link"),
        ("url", "mailto:ada@acme.example", "is not a link"),
        ("url", "https://ada:secret@acme.example", "is not a link"),
        ("url", "https://", "is not a link"),
        ("url", "a b.com", "is not a link"),
        ("url", "https://[x.com", "is not a link"),
        ("url", "https://x.com/" + "x" * 2_000, "is not a link"),
        ("person", "eve@acme.example", "is nobody here"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_a_sentence(kind, raw, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read(kind, raw)


def test_a_column_decides_about_its_ambiguous_cells():
    assert read("number", "1.250", notation=Notation.COMMA) == 1250
    assert read("number", "1.250", notation=Notation.POINT) == 1.25
    assert read("date", "3/4/2027", order=DayOrder.DAY_FIRST) == "2027-04-03"
    assert read("date", "3/4/2027", order=DayOrder.MONTH_FIRST) == "2027-03-04"


@pytest.mark.parametrize(("raw", "value"), [("EUR 5", 5), ("5 €", 5), ("$5", 5), (5, 5)])
def test_an_amount_is_in_the_currency_of_the_organization(raw, value):
    assert read("money", raw, currency="EUR") == value


def test_a_sentence_names_the_first_of_many_choices():
    choices = tuple(Choice(f"k{place}", f"Choice {place}") for place in range(200))
    with pytest.raises(ValueError, match=re.escape("Choice 6, Choice 7 and 192 more.")):
        read_value(Definition("key", "Label", FieldKind.CHOICE, choices), "x", Notes({}))


def test_an_amount_in_another_currency_is_refused():
    with pytest.raises(ValueError, match=re.escape('"CHF 5" is in CHF. Enter the amount in EUR.')):
        read("money", "CHF 5", currency="EUR")
