"""Bars beside and on each other, and what is said of them."""

import pytest

from mauntic.kernel.charts.bars import BarSeries, bar_chart
from mauntic.kernel.charts.shapes import Key


def chart(*values: float, **given):
    names = [f"{number} weeks" for number in range(len(values))]
    return bar_chart(title="Error", series=[BarSeries("Error", "main", values)], **{"names": names} | given)


def box(bar) -> tuple[str, str, str, str]:
    return bar.x, bar.y, bar.width, bar.height


def test_a_bar_fills_three_quarters_of_its_place():
    assert [box(bar) for bar in chart(8, 4).bars] == [
        ("62.5", "8", "375", "142"),
        ("562.5", "79", "375", "71"),
    ]


def test_the_least_can_be_seen_and_nothing_is_not_drawn():
    [large, least] = chart(1_000_000, 1, 0).bars
    assert (least.height, large.height) == ("1", "142")


def test_where_all_are_nothing_there_is_no_chart():
    assert chart(0, 0) is None
    assert chart() is None


def test_stacked_bars_stand_on_each_other_and_the_scale_holds_their_sum():
    found = bar_chart(
        title="Spend",
        series=[BarSeries("Apollo", "1", [2, 0]), BarSeries("Hunter", "2", [6, 4])],
        names=["1 Nov", "2 Nov"],
        is_stacked=True,
    )
    assert [(bar.tone, bar.y, bar.height) for bar in found.bars] == [
        ("1", "114.5", "35.5"),
        ("2", "8", "106.5"),
        ("2", "79", "71"),
    ]
    assert [bar.title for bar in found.bars] == ["1 Nov: Apollo 2", "1 Nov: Hunter 6", "2 Nov: Hunter 4"]
    assert found.legend == [Key("Apollo", "1"), Key("Hunter", "2")]


def test_bars_beside_each_other_share_the_place():
    found = bar_chart(
        title="Leads",
        series=[BarSeries("today", "muted", [8]), BarSeries("draft", "main", [4])],
        names=["0 to 9"],
    )
    assert [box(bar) for bar in found.bars] == [("125", "8", "375", "142"), ("500", "79", "375", "71")]


def test_a_text_stands_under_each_bar_or_under_the_ends():
    assert [(label.x, label.text) for label in chart(1, 2).labels] == [("25%", "0 weeks"), ("75%", "1 weeks")]
    ends = chart(1, 2, 3, labels=("1 Nov", "today")).labels
    assert [(label.x, label.text, label.anchor) for label in ends] == [
        ("0%", "1 Nov", "start"),
        ("100%", "today", "end"),
    ]


def test_the_text_alternative_names_few_bars_and_the_highest_of_many():
    assert chart(3, 4).alternative == "Error. 0 weeks: 3; 1 weeks: 4."
    assert chart(*range(20)).alternative == "Error. 0 weeks – 19 weeks. 19 weeks: 19."


def test_values_are_written_as_the_page_does():
    found = chart(0.5, written=lambda share: f"{share:.0%}")
    assert found.bars[0].title == "0 weeks: 50%"
    assert found.grid[-1].text == "60%"


def test_of_twelve_bars_each_is_named_and_of_thirteen_the_highest():
    twelve = chart(*range(12)).alternative
    assert twelve.count(";") == 11
    assert chart(*range(13)).alternative == "Error. 0 weeks – 12 weeks. 12 weeks: 12."
    assert chart(5, 9, 9, *range(10)).alternative == "Error. 0 weeks – 12 weeks. 1 weeks: 9."


def test_of_several_series_the_place_with_the_most_is_named():
    series = [BarSeries("today", "muted", [1, 5, 0]), BarSeries("draft", "main", [4, 2, 3])]
    names = ["low", "middle", "high"]

    beside = bar_chart(title="Leads", series=series, names=names)
    assert beside.alternative == "Leads. low – high. middle: 5."
    stacked = bar_chart(title="Leads", series=series, names=names, is_stacked=True)
    assert stacked.alternative == "Leads. low – high. middle: 7."
    assert (beside.grid[-1].text, stacked.grid[-1].text) == ("6", "8")


def test_a_bar_is_titled_by_its_series_where_there_are_several():
    assert [bar.title for bar in chart(3).bars] == ["0 weeks: 3"]
    assert chart(3).legend == []
    assert {bar.tone for bar in chart(3, 4).bars} == {"main"}


def test_nothing_is_left_out_among_bars_beside_each_other():
    found = bar_chart(
        title="Leads",
        series=[BarSeries("today", "muted", [0, 8]), BarSeries("draft", "main", [8, 0])],
        names=["a", "b"],
    )
    assert [(bar.x, bar.title) for bar in found.bars] == [("250", "a: draft 8"), ("562.5", "b: today 8")]


def test_the_scale_can_be_told_its_least_its_steps_and_its_height():
    assert chart(3, at_least=70).grid[-1].text == "80"
    assert [line.text for line in chart(2, is_whole=True).grid] == ["0", "1", "2"]
    small = chart(8, height=128)
    assert (small.height, small.foot, small.bars[0].height) == (128, "108", "100")
    assert (chart(8).height, chart(8).foot) == (170, "150")


def test_a_text_under_each_of_three_places_stands_in_its_middle():
    assert [label.x for label in chart(1, 2, 3).labels] == ["16.7%", "50%", "83.3%"]
    assert {label.anchor for label in chart(1, 2, 3).labels} == {"middle"}
    named = chart(1, 2, labels=["Mon", "Tue"]).labels
    assert [label.text for label in named] == ["Mon", "Tue"]


def test_series_of_different_lengths_are_a_mistake():
    with pytest.raises(ValueError, match="argument 2"):
        bar_chart(
            title="x", series=[BarSeries("a", "1", [1]), BarSeries("b", "2", [1, 2])], names=["one", "two"]
        )


def test_a_stacked_bar_that_can_hardly_be_seen_is_a_pixel_high_above_the_one_below():
    found = bar_chart(
        title="Spend",
        series=[BarSeries("a", "1", [1_000_000]), BarSeries("b", "2", [1])],
        names=["day"],
        is_stacked=True,
        at_least=2_000_000,
    )
    assert [(bar.y, bar.height) for bar in found.bars] == [("79", "71"), ("78", "1")]


def test_stacked_bars_take_the_whole_room_of_their_place():
    found = bar_chart(
        title="Spend",
        series=[BarSeries("a", "1", [1, 1]), BarSeries("b", "2", [1, 1])],
        names=["one", "two"],
        is_stacked=True,
    )
    assert [(bar.x, bar.width) for bar in found.bars] == [("62.5", "375")] * 2 + [("562.5", "375")] * 2
