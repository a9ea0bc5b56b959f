"""Ids in stored JSON are found at any depth, and nothing else is taken for one."""

from uuid import UUID

import pytest

from mauntic.automation.domain.ids import ids_in, is_id

ONE, TWO = "0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b", "0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1c"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ([], []),
        ({"owner": ONE, "days": 3, "is_on": True, "note": None}, [ONE]),
        ([{"people": [ONE, TWO]}, {"branches": {"yes": [{"settings": {"owner": ONE}}]}}], [ONE, TWO, ONE]),
        ({ONE: "a key is no value"}, []),
        ({"text": f"about {ONE}"}, []),
    ],
)
def test_ids_are_found_at_any_depth(value, found):
    assert list(ids_in(value)) == [UUID(text) for text in found]


@pytest.mark.parametrize(
    ("text", "expected"), [(ONE, True), (ONE.upper(), False), (ONE.replace("-", ""), False), ("", False)]
)
def test_only_the_stored_form_is_an_id(text, expected):
    assert is_id(text) is expected
