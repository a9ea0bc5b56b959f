"""Which fields conditions name, whatever shape they have."""

import pytest

from mauntic.crm.segments.domain.compared import compared

A, B = {"field": "a", "operator": "is_set"}, {"field": "b", "operator": "gone", "value": ["c"]}


@pytest.mark.parametrize(
    ("conditions", "keys"),
    [
        ({}, set()),
        (A, {"a"}),
        ({"all": [A, {"not": {"any": [B, A]}}]}, {"a", "b"}),
        ({"all": "a"}, set()),
        ([A, None, 7], {"a"}),
        (None, set()),
    ],
)
def test_each_field_is_found_at_any_depth(conditions, keys):
    assert compared(conditions) == keys
