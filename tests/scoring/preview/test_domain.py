from collections.abc import Sequence
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.preview.domain import (
    Cell,
    Crossing,
    Example,
    GradeChange,
    Preview,
    RepLoad,
    crossings,
    grade_changes,
    grade_moves,
    histogram,
)


def cell(grades: str, bins: tuple[int, int], bands: tuple[int, int], leads: int) -> Cell:
    return Cell(grades[0], grades[1], *bins, *bands, leads=leads, moved=0 if bins[0] == bins[1] else leads)


CELLS = [cell("DD", (3, 3), (1, 1), 5), cell("DA", (3, 9), (1, 4), 2), cell("BD", (6, 2), (3, 1), 1)]


def test_the_histogram_counts_by_tens_before_and_after():
    bins = histogram(CELLS)

    assert [(each.low, each.high) for each in bins] == [(ten, ten + 10) for ten in range(0, 100, 10)]
    assert {each.low: (each.before, each.after) for each in bins if each.before or each.after} == {
        20: (0, 1),
        30: (7, 5),
        60: (1, 0),
        90: (0, 2),
    }


def test_moves_name_every_pair_of_grades():
    moves = grade_moves(CELLS, "ABD")

    assert {pair: count for pair, count in moves.items() if count} == {
        ("D", "D"): 5,
        ("D", "A"): 2,
        ("B", "D"): 1,
    }
    assert len(moves) == 9


def test_a_grade_gains_and_loses_what_does_not_stay():
    assert grade_changes(grade_moves(CELLS, "ABD"), "ABD") == [
        GradeChange("A", before=0, after=2, came=2, went=0),
        GradeChange("B", before=1, after=0, came=0, went=1),
        GradeChange("D", before=7, after=6, came=1, went=2),
    ]


def test_a_lead_that_passes_several_thresholds_counts_at_each():
    found = crossings(CELLS, [80, 20, 60, 40])

    assert [(each.threshold, each.up, each.down) for each in found] == [
        (20, 0, 0),
        (40, 2, 1),
        (60, 2, 1),
        (80, 2, 0),
    ]


def test_examples_are_cut_when_there_are_more():
    example = Example(uuid4(), "Val Price", 30.0, 90.0)

    assert not Crossing(60, up=1, down=0, examples_up=[example]).is_cut
    assert Crossing(60, up=2, down=0, examples_up=[example]).is_cut
    assert Crossing(60, up=1, down=1, examples_up=[example]).is_cut


@pytest.mark.parametrize(
    ("new_hot", "capacity", "weeks", "too_many"),
    [(20, 20, 1.0, False), (30, 20, 1.5, True), (5, 0, 0.0, True)],
)
def test_a_rep_has_too_many_beyond_a_weeks_work(new_hot, capacity, weeks, too_many):
    load = RepLoad(uuid4(), "Jo Reyes", new_hot, capacity)

    assert (load.weeks, load.is_too_many) == (weeks, too_many)


def test_leads_that_nobody_owns_are_too_many_for_nobody():
    assert not RepLoad(None, "Nobody", 500, 20).is_too_many


def test_a_preview_sums_what_its_parts_say():
    busy, idle = RepLoad(uuid4(), "Jo Reyes", 30, 20), RepLoad(uuid4(), "Kim Novak", 1, 20)
    seen = Preview(
        8, 3, histogram(CELLS), [], {("D", "A"): 2}, crossings(CELLS, [20, 40, 60, 80]), [busy, idle], 20, 0.1
    )

    assert (seen.crossed, seen.new_hot, list(seen.busiest)) == (8, 31, [busy])
    assert [(move.before, move.after, move.leads) for move in seen.transitions] == [("D", "A", 2)]


def preview(
    *,
    moves: dict[tuple[str, str], int] | None = None,
    found: Sequence[Crossing] = (),
    reps: Sequence[RepLoad] = (),
) -> Preview:
    return Preview(10, 4, histogram([]), [], moves or {}, found, reps, capacity=20, seconds=0.1)


def test_scores_fall_into_bins_of_ten_of_which_the_last_holds_100():
    cells = [cell("AA", (9, 9), (4, 4), 3), cell("FF", (0, 0), (0, 0), 2)]

    bins = histogram(cells)

    assert (bins[0].low, bins[0].high, bins[0].before, bins[0].after) == (0, 10, 2, 2)
    assert (bins[9].low, bins[9].high, bins[9].before, bins[9].after) == (90, 100, 3, 3)


def test_without_leads_every_bin_is_empty():
    assert [(each.before, each.after) for each in histogram([])] == [(0, 0)] * 10


def test_leads_of_one_pair_of_grades_are_added_up():
    cells = [cell("DA", (3, 9), (1, 4), 2), cell("DA", (2, 8), (1, 4), 5), cell("AD", (9, 3), (4, 1), 1)]

    moves = grade_moves(cells, "AD")

    assert moves == {("A", "A"): 0, ("A", "D"): 1, ("D", "A"): 7, ("D", "D"): 0}


@pytest.mark.parametrize(
    ("before", "after", "up", "down"),
    [
        (0, 0, [0, 0], [0, 0]),
        (0, 1, [6, 0], [0, 0]),
        (0, 2, [6, 6], [0, 0]),
        (1, 2, [0, 6], [0, 0]),
        (2, 2, [0, 0], [0, 0]),
        (2, 1, [0, 0], [0, 6]),
        (2, 0, [0, 0], [6, 6]),
        (1, 0, [0, 0], [6, 0]),
    ],
)
def test_a_lead_crosses_the_thresholds_between_its_bands(before, after, up, down):
    found = crossings([cell("DD", (3, 3), (before, after), 6)], [40, 80])

    assert [each.threshold for each in found] == [40, 80]
    assert ([each.up for each in found], [each.down for each in found]) == (up, down)


def test_without_thresholds_nothing_is_crossed():
    assert crossings(CELLS, []) == []


@pytest.mark.parametrize(
    ("up", "down", "shown_up", "shown_down", "cut"),
    [
        (0, 0, 0, 0, False),
        (2, 0, 2, 0, False),
        (0, 2, 0, 2, False),
        (2, 2, 2, 2, False),
        (3, 2, 2, 2, True),
        (2, 3, 2, 2, True),
        (0, 1, 0, 0, True),
    ],
)
def test_examples_are_cut_on_either_side(up, down, shown_up, shown_down, cut):
    example = Example(uuid4(), "Val Price", 30.0, 90.0)
    crossing = Crossing(60, up, down, [example] * shown_up, [example] * shown_down)

    assert crossing.is_cut is cut


@pytest.mark.parametrize(
    ("new_hot", "capacity", "weeks"),
    [(0, 20, 0.0), (1, 20, 0.1), (5, 20, 0.2), (7, 20, 0.3), (33, 20, 1.6), (1, 3, 0.3), (2, 3, 0.7)],
)
def test_the_weeks_of_work_have_one_decimal(new_hot, capacity, weeks):
    assert RepLoad(uuid4(), "Jo Reyes", new_hot, capacity).weeks == weeks


def test_the_work_of_a_rep_without_capacity_is_not_counted_in_weeks():
    load = RepLoad(uuid4(), "Jo Reyes", 0, 0)

    assert (load.weeks, load.is_too_many) == (0.0, False)


def test_a_preview_without_changes_is_empty():
    empty = preview()

    assert (list(empty.transitions), empty.crossed, empty.new_hot, list(empty.busiest)) == ([], 0, 0, [])


def test_each_crossing_of_a_lead_may_be_an_event():
    assert preview(found=[Crossing(20, up=3, down=1), Crossing(40, up=2, down=0)]).crossed == 6


def test_leads_without_an_owner_are_new_hot_leads_of_no_busy_rep():
    reps = [
        RepLoad(None, "", 50, 20),
        RepLoad(uuid4(), "Jo Reyes", 21, 20),
        RepLoad(uuid4(), "Kim Novak", 20, 20),
    ]
    seen = preview(reps=reps)

    assert seen.new_hot == 91
    assert [rep.name for rep in seen.busiest] == ["Jo Reyes"]


grades, bands, bins_ = st.sampled_from("ABCDF"), st.integers(0, 4), st.integers(0, 9)
many_cells = st.lists(
    st.builds(
        lambda one, other, bins, reached, leads: cell(one + other, bins, reached, leads),
        grades,
        grades,
        st.tuples(bins_, bins_),
        st.tuples(bands, bands),
        st.integers(0, 1000),
    ),
    max_size=12,
)


@given(many_cells)
def test_no_lead_is_lost_or_made_by_a_draft(cells):
    leads = sum(each.leads for each in cells)
    bins, moves = histogram(cells), grade_moves(cells, "ABCDF")
    changes = grade_changes(moves, "ABCDF")

    assert (sum(each.before for each in bins), sum(each.after for each in bins)) == (leads, leads)
    assert sum(moves.values()) == leads
    assert sum(each.came for each in changes) == sum(each.went for each in changes)
    assert all(each.before + each.came - each.went == each.after for each in changes)


@given(many_cells)
def test_the_leads_above_a_threshold_change_by_those_who_cross_it(cells):
    for place, crossing in enumerate(crossings(cells, [20, 40, 60, 80])):
        above = sum(each.leads for each in cells if each.before_band > place)
        then = sum(each.leads for each in cells if each.after_band > place)
        assert above + crossing.up - crossing.down == then


def test_bins_are_labelled_with_whole_numbers():
    assert [f"{each.low}–{each.high}" for each in histogram([])][:3] == ["0–10", "10–20", "20–30"]
