"""The chart of what was spent per day."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from lead_intelligence.spending.views.charts import spend_chart


def spent(*days: dict[str, str], places: dict[str, int]) -> SimpleNamespace:
    """The part of a report that the chart reads: amounts by day and slug, and the vendors that were asked."""
    by_day = {
        date(2031, 5, number): {slug: Decimal(amount) for slug, amount in amounts.items()}
        for number, amounts in enumerate(days, 1)
    }
    active = [
        SimpleNamespace(position=place, provider=SimpleNamespace(slug=slug, name=slug.title()))
        for slug, place in places.items()
    ]
    return SimpleNamespace(by_day=by_day, active=active)


def test_vendors_stand_on_each_other_in_their_order_and_keep_their_colors():
    days = ({"apollo": "3", "lusha": "1"}, {"apollo": "0", "lusha": "2"})
    chart = spend_chart(spent(*days, places={"apollo": 1, "lusha": 6}))
    assert [(bar.tone, bar.y, bar.height, bar.title) for bar in chart.bars] == [
        ("1", "43.5", "106.5", "1 May: Apollo $3"),
        ("6", "8", "35.5", "1 May: Lusha $1"),
        ("6", "79", "71", "2 May: Lusha $2"),
    ]
    assert [line.text for line in chart.grid] == ["$0", "$1", "$2", "$3", "$4"]
    assert [label.text for label in chart.labels] == ["1 May", "today"]


@pytest.mark.parametrize("amount", ["0.0001", "0.02", "0.99", "1", "7.31", "12345.67", "99999999"])
def test_the_scale_holds_any_amount_with_few_lines(amount):
    chart = spend_chart(spent({"apollo": amount}, places={"apollo": 1}))
    assert 3 <= len(chart.grid) <= 5
    assert float(chart.bars[0].y) >= 8


def test_nothing_spent_is_no_chart():
    assert spend_chart(spent({"apollo": "0"}, places={"apollo": 1})) is None
    assert spend_chart(spent(places={})) is None


def test_a_ninth_vendor_has_no_color_of_its_own():
    assert spend_chart(spent({"x": "1"}, places={"x": 9})).bars[0].tone == "muted"
