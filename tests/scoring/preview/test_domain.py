from uuid import uuid4

import pytest

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
