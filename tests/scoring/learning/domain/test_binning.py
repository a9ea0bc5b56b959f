import pytest

from scoring.learning.domain.binning import Between, Equals, Other, Unknown, cut
from scoring.learning.domain.training_set import Column


def column(*cells, numeric=True) -> Column:
    return Column("fact", cells, numeric)


def test_numbers_are_cut_where_as_many_rows_are_on_either_side():
    assert cut(column(*range(10))).levels == (
        Between(None, 2.0),
        Between(2.0, 4.0),
        Between(4.0, 6.0),
        Between(6.0, 8.0),
        Between(8.0, None),
    )


def test_more_rows_make_finer_parts_up_to_twenty():
    assert [len(cut(column(*range(rows))).levels) for rows in (100, 1_000, 5_000)] == [5, 10, 20]


def test_a_value_that_most_rows_have_is_not_cut_in_two():
    assert cut(column(*[1] * 5, *[999] * 95)).levels == (Between(None, 999.0), Between(999.0, None))


def test_what_is_unknown_is_a_level_of_its_own():
    assert cut(column(None, 1, 1)).levels == (Between(None, None), Unknown())
    assert cut(column("a", None, *["a"] * 30, numeric=False)).levels == (Equals("a"), Unknown())


def test_rare_words_share_a_level():
    words = cut(column(*["a"] * 30, *["b"] * 25, "c", "d", numeric=False))
    assert words.levels == (Equals("a"), Equals("b"), Other(("a", "b")))
    assert words.places(["b", "c", "never seen"]) == [1, 2, 2]


def test_only_the_commonest_words_have_a_level_of_their_own():
    cells = [f"word {number:02}" for number in range(40) for _ in range(20 + number)]
    levels = cut(column(*cells, numeric=False)).levels
    assert [level.word for level in levels[:-1]] == [f"word {number}" for number in range(10, 40)]
    assert isinstance(levels[-1], Other)


def test_a_word_or_gap_that_no_row_had_is_at_no_level():
    assert cut(column(*["a"] * 30, numeric=False)).places(["a", "never seen", None]) == [0, None, None]
    assert cut(column(1, 2, 3)).places([None]) == [None]


@pytest.mark.parametrize(("number", "place"), [(-5, 0), (1.9, 0), (2, 1), (3.5, 1), (1e9, 4)])
def test_numbers_outside_what_was_seen_are_at_the_ends(number, place):
    assert cut(column(*range(10))).places([number]) == [place]


def test_levels_read_as_words():
    levels = (
        Unknown(),
        Between(None, 10.0),
        Between(10.0, 5000.0),
        Between(2.5, None),
        Equals("DE"),
        Other(("DE",)),
    )
    said = [str(level) for level in levels]
    assert said == ["unknown", "below 10", "10 to below 5,000", "2.5 or more", "DE", "anything else"]
