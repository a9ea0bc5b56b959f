"""The calibration plot."""

from scoring.learning.domain.lift import wilson
from scoring.learning.views.charts import calibration


def band(promised: float, wins: int, n: int) -> dict[str, float]:
    return {"promised": promised, "rate": wins / n, "wins": wins, "n": n}


def test_a_band_is_a_dot_where_promise_and_outcome_meet_with_its_interval():
    chart = calibration([band(0.5, 50, 100)])
    # The interval ends above 0.5, so that the scale ends at 0.6; 232 pixels are 0.6.
    low, high = wilson(50, 100)
    [dot] = chart.dots
    assert (dot.x, dot.y) == ("83.3%", "46.7")
    assert float(dot.low) == round(240 - 232 * low / 0.6, 1)
    assert float(dot.high) == round(240 - 232 * high / 0.6, 1)
    assert [label.text for label in chart.labels] == ["0%", "20%", "40%", "60%"]


def test_the_diagonal_goes_from_corner_to_corner():
    [line] = calibration([band(0.1, 1, 10)]).lines
    assert (line.points, line.is_dashed) == ("0,240 1000,8", True)


def test_the_text_alternative_names_promise_and_outcome_of_each_band():
    chart = calibration([band(0.5, 40, 100), band(0.1, 1, 100)])
    assert chart.alternative == "Predicted and actual win rate of each tenth of the leads. 50%: 40%; 10%: 1%."
