"""What puts a forecast at risk."""

from decimal import Decimal
from typing import Any

import pytest

from revops.deals.domain.stages import Category
from revops.forecast.domain.alerts import Risks, find_alerts
from revops.forecast.domain.backtest.trials import Figures
from revops.forecast.domain.sums import CategorySums

SUMS = CategorySums({Category.CLOSED: Decimal(100), Category.COMMIT: Decimal(60)}, 4)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"quota": Decimal(150)}, []),
        ({"quota": Decimal(161)}, ["Quota out of reach"]),
        ({"largest": Decimal(30)}, []),
        ({"largest": Decimal(31), "largest_name": "x"}, ["Commit depends on one deal"]),
        ({"slipped": 1, "slipped_amount": Decimal(9), "open_before": Decimal(100)}, []),
        ({"slipped": 1, "slipped_amount": Decimal(10), "open_before": Decimal(100)}, ["Deals postponed"]),
        ({"past": Figures(0.3, 0.2, 3)}, []),
        ({"past": Figures(0.3, 0.2, 4)}, ["Past forecasts were too high"]),
        ({"past": Figures(0.3, -0.2, 4)}, ["Past forecasts were too low"]),
        ({"past": Figures(0.3, 0.09, 40)}, []),
        (
            {"sums": CategorySums({}, 0, 2, {"GBP": Decimal(7)})},
            ["Deals without an exchange rate"],
        ),
    ],
)
def test_an_alert_stands_from_its_limit_on(changes: dict[str, Any], said: list[str]) -> None:
    assert [
        alert.title
        for alert in find_alerts(Risks(**{"currency": "USD", "sums": SUMS, "quota": None} | changes))
    ] == said


def alerts_of(**changes: Any) -> list[tuple[str, str]]:
    given = {"currency": "USD", "sums": SUMS, "quota": None} | changes
    return [(alert.severity.value, alert.description) for alert in find_alerts(Risks(**given))]


def test_what_lacks_for_the_quota_is_counted_on_all_that_could_be_won() -> None:
    assert alerts_of(quota=Decimal(200)) == [
        ("critical", "Even if all open deals are won, $40 of $200 is missing.")
    ]


def test_what_lacks_for_the_quota_is_counted_on_the_weighted_total_while_it_can_be_reached() -> None:
    # 100 closed + 60 commit + a quarter of 100 are 185.
    amounts = {Category.CLOSED: Decimal(100), Category.COMMIT: Decimal(60), Category.PIPELINE: Decimal(100)}
    assert alerts_of(quota=Decimal(200), sums=CategorySums(amounts, 9)) == [
        ("warning", "$15 of $200 is missing. Open deals: $160.")
    ]


def test_the_worst_comes_first_and_amounts_are_told() -> None:
    found = alerts_of(
        has_outlook=False,
        overdue=1,
        overdue_amount=Decimal(1500),
        unhealthy=2,
        unhealthy_amount=Decimal(7),
        quota=Decimal(900),
    )
    assert [severity for severity, _ in found] == ["critical", "warning", "warning", "info"]
    assert found[1][1] == "2 commit deals ($7) have critical health."
    assert found[2][1].startswith("1 open deal ($1,500) is past its close date.")
