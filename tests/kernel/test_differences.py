import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.differences import difference


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("same text", "same text", [("same", "same text")]),
        (
            "Call me on Monday",
            "Call me on Friday",
            [("same", "Call me on "), ("removed", "Monday"), ("added", "Friday")],
        ),
        ("", "new", [("added", "new")]),
        ("old", "", [("removed", "old")]),
    ],
)
def test_an_edit_is_told_word_by_word(before, after, pieces):
    assert [(each.kind, each.text) for each in difference(before, after)] == pieces


@given(st.text(), st.text())
def test_both_texts_can_be_read_from_a_difference(before, after):
    pieces = difference(before, after)
    assert "".join(each.text for each in pieces if each.kind != "added") == before
    assert "".join(each.text for each in pieces if each.kind != "removed") == after
