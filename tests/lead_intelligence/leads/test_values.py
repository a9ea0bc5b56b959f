"""Values as they are stored and compared."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue, Found, from_json, is_same, pack, to_json, unpack
from lead_intelligence.leads.labels import LABELS, in_words

values = st.text() | st.integers() | st.lists(st.text()).map(tuple)
answers = st.dictionaries(st.sampled_from(Field), st.builds(FieldValue, values, st.floats(0, 1)))


@given(answers)
def test_values_survive_being_stored_as_json(found):
    assert unpack(json.loads(json.dumps(pack(found)))) == found


@pytest.mark.parametrize("pair", [[0.5, 0.9], ["CTO", "sure"], ["CTO", ["sure"]]])
def test_what_is_no_value_with_a_confidence_is_not_read(pair):
    with pytest.raises(TypeError):
        unpack({"title": pair})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("VP  Sales", "vp sales", True),
        (" VP Sales ", "VP Sales", True),
        ("VP Sales", "VP of Sales", False),
        (("Django", "Redis"), ["redis", "django"], True),
        (("Django",), ("Django", "Redis"), False),
        (100, 100, True),
        (100, "100", False),
        (None, "", False),
    ],
)
def test_case_spacing_and_the_order_of_lists_make_no_difference(one, other, same):
    assert is_same(one, other) is same


def test_every_field_has_a_label():
    assert set(LABELS) == set(Field)


def test_fields_are_named_in_a_sentence():
    assert in_words([Field.FIRST_NAME, Field.LINKEDIN_URL]) == "first name, LinkedIn"


@pytest.mark.parametrize(
    ("value", "stored"), [("CTO", "CTO"), (120, 120), (("Django", "Redis"), ["Django", "Redis"])]
)
def test_a_list_is_the_only_value_that_json_writes_in_another_way(value, stored):
    assert to_json(value) == stored
    assert from_json(stored) == value


def test_values_are_stored_as_pairs_of_value_and_confidence():
    values = {Field.EMAIL: FieldValue("a@b.example", 0.9), Field.TECH_STACK: FieldValue(("Django",), 1.0)}
    assert pack(values) == {"email": ["a@b.example", 0.9], "techStack": [["Django"], 1.0]}
    assert pack({}) == unpack({}) == {}


def test_a_whole_confidence_is_read_as_a_fraction():
    [value] = unpack({"title": ["CTO", 1]}).values()
    assert (value, type(value.confidence)) == (FieldValue("CTO", 1.0), float)


def test_a_value_that_cannot_be_read_says_why():
    with pytest.raises(TypeError, match=r"^Stored values are pairs of value and confidence\.$"):
        unpack({"title": [0.5, 0.9]})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("VPSales", "VP Sales", False),
        ("VP\tSales\n", "vp sales", True),
        ("STRASSE", "straße", True),
        ("", "  ", True),
        ("", None, False),
        (None, None, True),
        (0, 0, True),
        (1, 2, False),
        (("a", "b"), ("B ", "a"), True),
        (("a", "a"), ("a",), False),
        ((), [], True),
        ((), "", False),
        (("a",), "a", False),
        (["10"], [10], True),
    ],
)
def test_values_are_compared_as_people_read_them(one, other, same):
    assert is_same(one, other) is same
    assert is_same(other, one) is same


def test_a_value_comes_from_a_vendor_unless_it_says_from_the_cache():
    assert not Found(Field.TITLE, "apollo", FieldValue("CTO", 0.9)).from_cache


@given(values)
def test_every_value_is_the_same_as_itself_and_as_what_was_stored_of_it(value):
    assert is_same(value, value)
    assert is_same(value, from_json(json.loads(json.dumps(to_json(value)))))
