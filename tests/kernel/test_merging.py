import pytest

from mauntic.kernel.merging import merge


@pytest.mark.parametrize(
    ("opened", "mine", "stored", "changes", "conflicts"),
    [
        ("a", "a", "a", {}, {}),
        ("a", "b", "a", {"f": "b"}, {}),
        ("a", "a", "c", {}, {}),
        ("a", "c", "c", {}, {}),
        ("a", "b", "c", {}, {"f": "c"}),
        ("a", "", "c", {}, {"f": "c"}),
    ],
    ids=["untouched", "mine", "theirs", "the same", "both", "emptied"],
)
def test_a_field_is_merged_by_who_changed_it(opened, mine, stored, changes, conflicts):
    merged = merge({"f": opened}, {"f": mine}, {"f": stored})
    assert (merged.changes, merged.conflicts) == (changes, conflicts)


def test_a_field_that_was_not_opened_is_written():
    assert merge({}, {"f": "b"}, {"f": "c"}).changes == {"f": "b"}


def test_each_field_is_merged_by_itself():
    merged = merge({"f": 1, "g": 1}, {"f": 2, "g": 2}, {"f": 3, "g": 1})
    assert (merged.changes, merged.conflicts) == ({"g": 2}, {"f": 3})


def test_what_is_the_same_is_for_the_caller_to_say():
    merged = merge(
        {"f": "A"}, {"f": "b"}, {"f": "a"}, same=lambda _name, one, other: one.lower() == other.lower()
    )
    assert merged.changes == {"f": "b"}
