"""Values of custom fields in words and in cells."""

import pytest

from mauntic.crm.fields.domain.definitions import Choice, Definition, FieldKind
from mauntic.crm.fields.selectors.words import cell_text, value_text

CHOICES = (Choice("hot", "Very hot"), Choice("cold", "Cold", is_off=True))


def field(kind: str) -> Definition:
    return Definition("key", "Label", FieldKind(kind), CHOICES)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("text", "North", "North"),
        ("text", {"old": 1}, '{"old": 1}'),
        ("number", 1250.5, "1,250.5"),
        ("number", "38", "38"),
        ("money", 1250.5, "€1,250.50"),
        ("date", "2027-03-31", "31 Mar 2027"),
        ("date", "soon", "soon"),
        ("choice", "hot", "Very hot"),
        ("choice", "gone", "gone"),
        ("multi_choice", ["hot", "cold"], "Very hot, Cold"),
        ("boolean", False, "No"),
        ("boolean", "yes", "yes"),
        ("url", "https://x.com", "https://x.com"),
        ("person", "1", "Ada"),
        ("person", "2", "Somebody who left"),
        *((kind, empty, "–") for kind in FieldKind for empty in (None, "", [])),
    ],
)
def test_a_value_is_shown_in_words(kind, value, text):
    assert value_text(field(kind), value, {"1": "Ada"}, currency="EUR") == text


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        ("number", 1250.5, "1250.5"),
        ("date", "2027-03-31", "2027-03-31"),
        ("choice", "hot", "Very hot"),
        ("multi_choice", ["hot", "cold"], "Very hot; Cold"),
        ("boolean", True, "yes"),
        ("person", "1", "ada@acme.example"),
        ("person", "2", ""),
        ("text", None, ""),
    ],
)
def test_a_cell_is_as_an_import_reads_it(kind, value, cell):
    assert cell_text(field(kind), value, {"1": "ada@acme.example"}) == cell


def test_a_value_without_a_definition_is_its_json():
    assert cell_text(None, [1, "a"], {}) == '[1, "a"]'
