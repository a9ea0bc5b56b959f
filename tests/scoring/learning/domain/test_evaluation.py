import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.learning.domain.evaluation import (
    Band,
    Figures,
    auc,
    bands,
    brier,
    calibration_error,
    figures,
    top_lift,
)

WON, LOST = True, False


def test_auc_is_how_often_a_won_row_is_above_one_that_was_not():
    assert auc([LOST, LOST, WON, WON], [1, 3, 2, 4]) == 0.75


def test_equal_scores_are_half_right():
    assert auc([LOST, WON, WON], [1, 1, 2]) == 0.75
    assert auc([LOST, WON], [7, 7]) == 0.5


def test_auc_needs_both_kinds_of_rows():
    with pytest.raises(ValueError, match="not are needed"):
        auc([WON, WON], [1, 2])


def test_brier_is_the_mean_squared_error():
    assert brier([WON, LOST], [0.8, 0.4]) == pytest.approx((0.04 + 0.16) / 2)


def test_promises_that_come_true_have_no_calibration_error():
    outcomes = ([WON] + [LOST] * 9) * 10 + ([WON] * 9 + [LOST]) * 10
    assert calibration_error(outcomes, [0.1] * 100 + [0.9] * 100) == pytest.approx(0)
    assert calibration_error(outcomes, [0.3] * 100 + [0.9] * 100) == pytest.approx(0.1)


def test_lift_compares_the_best_tenth_with_all():
    assert top_lift([WON] * 10 + [LOST] * 90, list(range(100, 0, -1))) == pytest.approx(10)


def test_equal_scores_have_no_lift():
    assert top_lift([WON] * 10 + [LOST] * 90, [1] * 100) == pytest.approx(1)


def test_bands_hold_as_many_rows_each_best_first():
    found = bands([LOST] * 5 + [WON] * 5, [0.1] * 5 + [0.7] * 5, list(range(10)), parts=2)
    assert [(band.n, band.rate, band.lowest, band.highest) for band in found] == [(5, 1, 5, 9), (5, 0, 0, 4)]
    assert [band.promised for band in found] == pytest.approx([0.7, 0.1])


def test_figures_are_written_with_four_decimals():
    assert figures([WON, LOST, LOST], [0.9, 1 / 3, 0.1]).as_json() == {
        "auc": 1.0,
        "ece": 0.1778,
        "brier": 0.0437,
        "top10_lift": 3.0,
        "n": 3,
    }
    assert Figures(0.5, 0, 0, 1, 1).n == 1


@pytest.mark.parametrize(
    ("outcomes", "scores", "expected"),
    [
        ([LOST, WON], [1, 2], 1.0),
        ([WON, LOST], [1, 2], 0.0),
        ([LOST, WON, LOST], [1, 2, 3], 0.5),
        ([WON, WON, LOST, LOST], [4, 2, 3, 1], 0.75),
        ([WON, LOST, LOST, LOST], [2, 1, 2, 2], (1 + 0.5 + 0.5) / 3),
        ([LOST, LOST, WON, WON, LOST], [1, 2, 2, 3, 3], (1.5 + 2.5) / 6),
        ([WON, WON, WON, LOST], [5, 5, 5, 5], 0.5),
    ],
)
def test_auc_counts_pairs_in_the_right_order_and_half_of_the_ties(outcomes, scores, expected):
    assert auc(outcomes, scores) == pytest.approx(expected)


@pytest.mark.parametrize("outcomes", [[WON], [LOST, LOST], []])
def test_auc_of_one_kind_of_rows_is_no_figure(outcomes):
    with pytest.raises(ValueError, match=r"^Rows that were won and rows that were not are needed\.$"):
        auc(outcomes, [1.0] * len(outcomes))


@pytest.mark.parametrize(
    ("outcomes", "promised", "error"),
    [
        ([WON], [1.0], 0.0),
        ([LOST], [1.0], 1.0),
        ([WON, LOST], [0.5, 0.5], 0.25),
        ([WON, WON, LOST, LOST], [0.9, 0.6, 0.3, 0.2], (0.01 + 0.16 + 0.09 + 0.04) / 4),
    ],
)
def test_the_brier_score_weighs_large_errors_more(outcomes, promised, error):
    assert brier(outcomes, promised) == pytest.approx(error)


def test_each_part_counts_in_the_calibration_error_by_its_rows():
    # Fifteen rows in ten parts: five of two rows, five of one row.
    outcomes = [WON] * 15
    assert calibration_error(outcomes, [0.5] * 15) == pytest.approx(0.5)
    # One in ten parts is off by 1, the others by nothing.
    assert calibration_error([WON] * 19 + [LOST], [1.0] * 20) == pytest.approx(0.05)
    assert calibration_error([LOST] * 2 + [WON] * 18, [1.0] * 20) == pytest.approx(0.1)


def test_a_promise_that_is_too_low_is_as_wrong_as_one_that_is_too_high():
    assert calibration_error([WON] * 10, [0.7] * 10) == pytest.approx(0.3)
    assert calibration_error([LOST] * 10, [0.3] * 10) == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("outcomes", "scores", "share", "lift"),
    [
        ([WON] * 5 + [LOST] * 5, list(range(10, 0, -1)), 0.5, 2.0),
        ([WON] * 5 + [LOST] * 5, list(range(10)), 0.5, 0.0),
        ([WON] * 5 + [LOST] * 5, list(range(10)), 1.0, 1.0),
        # Two of ten rows are wanted: the best one, and one of the two next, of which one was won.
        ([WON, WON, LOST, *[LOST] * 7], [9, 5, 5, 4, 4, 4, 4, 4, 4, 4], 0.2, (1.5 / 2) / 0.2),
        # Three are wanted: the best and the two next.
        ([WON, WON, LOST, *[LOST] * 7], [9, 5, 5, 4, 4, 4, 4, 4, 4, 4], 0.3, (2 / 3) / 0.2),
        # A quarter of four rows that are tied.
        ([WON, LOST, LOST, LOST], [1, 1, 1, 1], 0.25, 1.0),
    ],
)
def test_the_lift_of_a_share_takes_a_part_of_the_rows_that_tie_at_its_edge(outcomes, scores, share, lift):
    assert top_lift(outcomes, scores, share) == pytest.approx(lift)


def test_the_best_tenth_is_looked_at_unless_another_share_is_asked_for():
    outcomes = [WON] * 2 + [LOST] * 18
    scores = list(range(20, 0, -1))
    assert top_lift(outcomes, scores) == top_lift(outcomes, scores, 0.1) == pytest.approx(10)


def test_bands_are_ten_unless_another_number_is_asked_for():
    found = bands([LOST] * 100, [0.1] * 100, list(range(100)))
    assert len(found) == 10
    assert [(each.n, each.highest, each.lowest) for each in found[:2]] == [(10, 99, 90), (10, 89, 80)]


@pytest.mark.parametrize(
    ("rows", "parts", "sizes"),
    [(10, 3, [3, 3, 4]), (2, 10, [1, 1]), (0, 10, []), (7, 1, [7]), (11, 10, [1] * 9 + [2])],
)
def test_bands_differ_by_at_most_one_row_and_none_is_empty(rows, parts, sizes):
    found = bands([WON] * rows, [0.5] * rows, list(range(rows)), parts)
    assert [each.n for each in found] == sizes


def test_a_band_says_what_was_promised_and_what_came():
    outcomes, promised, scores = [WON, LOST, WON, LOST], [0.8, 0.6, 0.3, 0.1], [90, 70, 40, 10]
    assert bands(outcomes, promised, scores, parts=2) == [
        Band(n=2, wins=1, lowest=70, highest=90, promised=pytest.approx(0.7)),
        Band(n=2, wins=1, lowest=10, highest=40, promised=pytest.approx(0.2)),
    ]
    assert Band(n=4, wins=1, lowest=0, highest=1, promised=0.5).rate == 0.25


def test_rows_of_the_same_score_keep_their_order():
    found = bands([WON, LOST], [0.9, 0.1], [5, 5], parts=2)
    assert [(each.wins, each.promised) for each in found] == [(1, 0.9), (0, 0.1)]


def test_all_figures_are_those_of_the_probabilities():
    outcomes, promised = [WON, LOST, WON, LOST, LOST], [0.9, 0.8, 0.6, 0.3, 0.1]
    found = figures(outcomes, promised)
    assert found.auc == pytest.approx(5 / 6)
    assert found.brier == pytest.approx((0.01 + 0.64 + 0.16 + 0.09 + 0.01) / 5)
    assert found.ece == pytest.approx((0.1 + 0.8 + 0.4 + 0.3 + 0.1) / 5)
    assert found.top10_lift == pytest.approx(1 / 0.4)
    assert found.n == 5


ends = st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=30).filter(
    lambda rows: 0 < sum(won for won, _ in rows) < len(rows)
)


@given(ends)
def test_turning_the_scores_round_turns_auc_round(rows):
    outcomes, scores = [won for won, _ in rows], [score for _, score in rows]
    pairs = [
        (upper > lower) + (upper == lower) / 2
        for won, upper in rows
        if won
        for lost, lower in rows
        if not lost
    ]
    assert auc(outcomes, scores) == pytest.approx(sum(pairs) / len(pairs))
    assert auc(outcomes, [-score for score in scores]) == pytest.approx(1 - auc(outcomes, scores))


@given(ends)
def test_the_lift_of_all_rows_is_one(rows):
    outcomes, scores = [won for won, _ in rows], [score for _, score in rows]
    assert top_lift(outcomes, scores, 1.0) == pytest.approx(1)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=40), st.integers(1, 12))
def test_bands_hold_every_row_once(rows, parts):
    outcomes, promised = [won for won, _ in rows], [each for _, each in rows]
    found = bands(outcomes, promised, promised, parts)
    assert (sum(each.n for each in found), sum(each.wins for each in found)) == (len(rows), sum(outcomes))
    assert sum(each.n * each.promised for each in found) == pytest.approx(sum(promised))
    assert [each.highest for each in found] == sorted((each.highest for each in found), reverse=True)
