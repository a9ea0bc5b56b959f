from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.learning.domain.binning import Between, Binning, Equals, Other, Unknown, cut
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
    assert words.level_indices(["b", "c", "never seen"]) == [1, 2, 2]


def test_only_the_commonest_words_have_a_level_of_their_own():
    cells = [f"word {number:02}" for number in range(40) for _ in range(20 + number)]
    levels = cut(column(*cells, numeric=False)).levels
    assert [level.word for level in levels[:-1]] == [f"word {number}" for number in range(10, 40)]
    assert isinstance(levels[-1], Other)


def test_a_word_or_gap_that_no_row_had_is_at_no_level():
    assert cut(column(*["a"] * 30, numeric=False)).level_indices(["a", "never seen", None]) == [0, None, None]
    assert cut(column(1, 2, 3)).level_indices([None]) == [None]


@pytest.mark.parametrize(("number", "place"), [(-5, 0), (1.9, 0), (2, 1), (3.5, 1), (1e9, 4)])
def test_numbers_outside_what_was_seen_are_at_the_ends(number, place):
    assert cut(column(*range(10))).level_indices([number]) == [place]


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


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (Between(None, None), "any number"),
        (Between(None, 2.5), "below 2.5"),
        (Between(0.0, None), "0 or more"),
        (Between(0.0, 1.0), "0 to below 1"),
        (Between(None, 0.0), "below 0"),
        (Between(1000000.0, None), "1e+06 or more"),
        (Between(999999.0, None), "999,999 or more"),
        (Equals("software"), "software"),
    ],
)
def test_a_level_reads_as_people_say_it(level, words):
    assert str(level) == words


@pytest.mark.parametrize(
    ("rows", "levels"),
    [(5, 5), (599, 5), (600, 6), (699, 6), (700, 7), (1_999, 19), (2_000, 20), (2_100, 20), (9_000, 20)],
)
def test_a_hundred_rows_make_a_part_between_five_and_twenty(rows, levels):
    assert len(cut(column(*range(rows))).levels) == levels


@pytest.mark.parametrize(
    ("cells", "edges"),
    [
        ([], ()),
        ([7], ()),
        ([7, 7, 7, 7], ()),
        ([1, 2], (2.0,)),
        ([5, 1, 4, 2, 3], (2.0, 3.0, 4.0, 5.0)),
        ([1, 1, 1, 1, 1, 1, 1, 1, 1, 9], ()),
        ([1, 1, 1, 1, 1, 1, 9, 9, 9, 9], (9.0,)),
        ([-3, -2, -1, 0, 1], (-2.0, -1.0, 0.0, 1.0)),
    ],
)
def test_a_part_begins_at_every_fifth_of_the_rows_with_another_value(cells, edges):
    found = cut(column(*cells))
    assert found.edges == edges
    assert len(found.levels) == len(edges) + 1
    assert found.numeric


def test_gaps_do_not_move_the_parts():
    assert cut(column(*range(10), *[None] * 90)).edges == cut(column(*range(10))).edges


def test_a_number_at_an_edge_is_in_the_part_that_begins_there():
    binning = cut(column(*range(10)))
    assert binning.level_indices([1.999, 2, 2.001, 7.999, 8]) == [0, 1, 1, 3, 4]


def test_every_cell_has_the_place_of_its_level_in_order():
    binning = cut(column(*range(10), None))
    assert binning.level_indices([None, 9, 0, None, 5]) == [5, 4, 0, 5, 2]
    assert binning.level_indices([]) == []


def test_numbers_may_be_written_as_whole_numbers_or_fractions():
    binning = cut(column(1, 2.0, 3, 4, 5))
    assert binning.level_indices([2, 2.0]) == [1, 1]


@pytest.mark.parametrize(
    ("rows", "count", "own_level"),
    [(100, 19, False), (100, 20, True), (10_000, 20, True), (20_000, 39, False), (20_000, 40, True)],
)
def test_a_word_has_a_level_of_its_own_with_20_rows_and_one_in_500(rows, count, own_level):
    binning = cut(column(*["rare"] * count, *["common"] * (rows - count), numeric=False))
    assert (Equals("rare") in binning.levels) is own_level
    assert (Other(("common",)) in binning.levels) is not own_level


def test_of_words_as_common_those_first_in_the_alphabet_have_a_level():
    cells = [f"word {number:02}" for number in reversed(range(35)) for _ in range(20)]
    levels = cut(column(*cells, numeric=False)).levels
    assert [str(level) for level in levels] == [f"word {number:02}" for number in range(30)] + [
        "anything else"
    ]


def test_thirty_words_need_no_level_for_others():
    cells = [f"word {number:02}" for number in range(30) for _ in range(20)]
    levels = cut(column(*cells, numeric=False)).levels
    assert len(levels) == 30
    assert all(isinstance(level, Equals) for level in levels)


def test_words_that_are_all_rare_share_one_level():
    binning = cut(column("a", "b", None, numeric=False))
    assert binning.levels == (Other(()), Unknown())
    assert binning.level_indices(["a", "c", None]) == [0, 0, 1]


def test_a_column_of_gaps_has_one_level():
    assert cut(column(None, None, numeric=False)).levels == (Unknown(),)
    assert cut(column(None, None)).levels == (Between(None, None), Unknown())


def test_words_are_compared_as_text():
    binning = cut(column(*[1] * 20, *["x"] * 20, numeric=False))
    assert binning.levels == (Equals("1"), Equals("x"))
    assert binning.level_indices([1, "1"]) == [0, 0]


def test_a_binning_names_its_column_and_is_one_of_words_unless_it_says_so():
    assert cut(column(1)).column == "fact"
    plain = Binning("x", ())
    assert (plain.edges, plain.numeric) == ((), False)


numbers = st.lists(st.none() | st.floats(-1e6, 1e6), min_size=1, max_size=60)


@given(numbers)
def test_ranges_follow_each_other_and_hold_every_number(cells):
    binning = cut(column(*cells))
    ranges = [level for level in binning.levels if isinstance(level, Between)]
    assert (ranges[0].low, ranges[-1].high) == (None, None)
    assert all(one.high == other.low for one, other in pairwise(ranges))
    for cell, place in zip(cells, binning.level_indices(cells), strict=True):
        level = binning.levels[place]
        if cell is None:
            assert level == Unknown()
        else:
            assert level.low is None or level.low <= cell
            assert level.high is None or cell < level.high


@given(st.lists(st.none() | st.sampled_from("abc"), max_size=80))
def test_every_word_that_was_seen_has_a_level(cells):
    binning = cut(column(*cells, numeric=False))
    assert None not in binning.level_indices(cells)
