import pytest

from scoring.learning.domain.evaluation import (
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
