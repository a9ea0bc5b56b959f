"""Text that PostgreSQL refuses is found, replaced or left out, and accents have one form."""

import pytest

from mauntic.kernel.values.stored_text import composed, is_storable, with_replaced, without_unstorable


@pytest.mark.parametrize("value", ["a\0", {"a\0": 1}, {"a": [{"b": "\ud800"}]}, ["\0"]])
def test_what_cannot_be_kept_is_found_however_deep_it_lies(value) -> None:
    assert not is_storable(value)


def test_text_numbers_and_nothing_can_be_kept() -> None:
    assert is_storable({"ä": ["😀", 1, None, True, {"b": ""}]})
    assert without_unstorable("a\0b\ud800😀") == "ab😀"


def test_what_cannot_be_kept_leaves_a_mark_or_nothing() -> None:
    assert with_replaced("a\0b\ud800\udfffc") == "a\ufffdb\ufffd\ufffdc"
    assert without_unstorable("\0\ud800") == ""
    assert with_replaced("a\u0001 \ue000") == "a\u0001 \ue000"


def test_keys_and_lists_are_looked_at_and_composed_as_deep_as_they_go() -> None:
    assert is_storable([["a"], {"b": {"c": ["d"]}}, 7, None])
    assert not is_storable([[], [["a\0"]]])
    assert composed(["e\u0301", ["e\u0301"], 1.5, True]) == ["é", ["é"], 1.5, True]
    assert composed(None) is None


def test_accents_are_composed_in_every_text_and_name() -> None:
    assert composed({"note\u0301": ["Jose\u0301", {"e\u0308": "a"}, 1, None]}) == {
        "noté": ["José", {"ë": "a"}, 1, None]
    }
