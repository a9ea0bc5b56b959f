"""Values as they are stored and compared."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue, is_same, pack, unpack
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
