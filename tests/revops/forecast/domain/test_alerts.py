"""What puts a forecast at risk."""

from decimal import Decimal
from typing import Any

import pytest

from revops.deals.domain.stages import Category
from revops.forecast.domain.alerts import RiskAlert, Risks, find_alerts
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


def found(**changes: Any) -> list[RiskAlert]:
    given = {"currency": "USD", "sums": SUMS, "quota": None} | changes
    return list(find_alerts(Risks(**given)))


def warning(title: str, description: str) -> list[RiskAlert]:
    return [RiskAlert("warning", title, description)]


PIPELINE = CategorySums(
    {
        Category.CLOSED: Decimal(100),
        Category.COMMIT: Decimal(60),
        Category.BEST_CASE: Decimal(40),
        Category.PIPELINE: Decimal(80),
        Category.OMITTED: Decimal(900),
    },
    9,
)


@pytest.mark.parametrize(
    ("quota", "alerts"),
    [
        (None, []),
        (Decimal(0), []),
        # 100 closed, 60 commit, half of 40 and a quarter of 80 are 200.
        (Decimal(199), []),
        (Decimal(200), []),
        (
            Decimal(201),
            warning("Weighted total below quota", "$1 of $201 is missing. Open deals: $180."),
        ),
        # All of it is 280: omitted deals cannot be won.
        (
            Decimal(280),
            warning("Weighted total below quota", "$80 of $280 is missing. Open deals: $180."),
        ),
        (
            Decimal(281),
            [
                RiskAlert(
                    "critical", "Quota out of reach", "Even if all open deals are won, $1 of $281 is missing."
                )
            ],
        ),
    ],
)
def test_the_quota_is_compared_with_the_weighted_total_and_with_all_that_is_open(quota, alerts) -> None:
    assert found(sums=PIPELINE, quota=quota) == alerts


@pytest.mark.parametrize(
    ("largest", "alerts"),
    [
        (Decimal(30), []),
        (Decimal("30.01"), warning("Commit depends on one deal", '"Wire" is 50% of the commit: $30.')),
        (Decimal(45), warning("Commit depends on one deal", '"Wire" is 75% of the commit: $45.')),
        (Decimal(60), warning("Commit depends on one deal", '"Wire" is 100% of the commit: $60.')),
    ],
)
def test_a_deal_is_named_when_it_is_more_than_half_of_the_commit(largest, alerts) -> None:
    assert found(largest=largest, largest_name="Wire") == alerts


def test_without_a_commit_no_deal_can_dominate_it() -> None:
    assert found(sums=CategorySums(), largest=Decimal(30), largest_name="Wire") == []


@pytest.mark.parametrize(
    ("fields", "alerts"),
    [
        (
            {"unhealthy": 1, "unhealthy_amount": Decimal("7.60")},
            warning("Critical deals in commit", "1 commit deal ($8) has critical health."),
        ),
        (
            {"unhealthy": 1_200, "unhealthy_amount": Decimal(7)},
            warning("Critical deals in commit", "1,200 commit deals ($7) have critical health."),
        ),
        (
            {"overdue": 1, "overdue_amount": Decimal("1500.40")},
            warning(
                "Close dates passed",
                "1 open deal ($1,500) is past its close date. Close it or update the date.",
            ),
        ),
        (
            {"overdue": 2, "overdue_amount": Decimal(9)},
            warning(
                "Close dates passed", "2 open deals ($9) are past their close dates. Close or update them."
            ),
        ),
        # A tenth of what was open before, or more, has to go.
        ({"slipped": 2, "slipped_amount": Decimal("9.99"), "open_before": Decimal(100)}, []),
        (
            {"slipped": 1, "slipped_amount": Decimal(10), "open_before": Decimal(100)},
            warning("Deals postponed", "1 deal ($10) moved out of the period within a week."),
        ),
        (
            {"slipped": 3, "slipped_amount": Decimal(90), "open_before": Decimal(100)},
            warning("Deals postponed", "3 deals ($90) moved out of the period within a week."),
        ),
        ({"slipped": 0, "slipped_amount": Decimal(90), "open_before": Decimal(100)}, []),
        # A deal without an exchange rate is worth nothing here, and is told all the same.
        (
            {"slipped": 1},
            warning("Deals postponed", "1 deal ($0) moved out of the period within a week."),
        ),
    ],
)
def test_deals_at_risk_are_told_with_their_number_and_amount(fields, alerts) -> None:
    assert found(**fields) == alerts


@pytest.mark.parametrize(
    ("bias", "n", "alert"),
    [
        (None, 9, None),
        (0.0, 9, None),
        (0.099, 9, None),
        (-0.099, 9, None),
        (0.2, 3, None),
        (0.1, 4, ("Past forecasts were too high", "By 10% on average over 4 weekly forecasts")),
        (-0.1, 4, ("Past forecasts were too low", "By 10% on average over 4 weekly forecasts")),
        (-0.256, 1_200, ("Past forecasts were too low", "By 26% on average over 1,200 weekly forecasts")),
    ],
)
def test_a_bias_is_told_from_ten_percent_over_four_forecasts_on(bias, n, alert) -> None:
    expected = [RiskAlert("info", alert[0], f"{alert[1]} of earlier periods.")] if alert else []

    assert found(past=Figures(0.3, bias, n)) == expected


def test_deals_without_a_rate_are_told_with_their_amounts_in_their_own_currencies() -> None:
    one = CategorySums({}, 0, 1, {"GBP": Decimal("7.50")})
    several = CategorySums({}, 0, 3, {"GBP": Decimal(7), "EUR": Decimal(9_000)})
    title = "Deals without an exchange rate"

    assert found(sums=one) == warning(title, "1 deal (£7.50) is not in the totals. Set the exchange rates.")
    assert found(sums=several) == warning(
        title, "3 deals (£7, €9,000) are not in the totals. Set the exchange rates."
    )


def test_a_missing_outlook_says_what_it_needs() -> None:
    assert found(has_outlook=False) == [
        RiskAlert("info", "Too little history", "The learned model needs one whole earlier period.")
    ]


def test_amounts_are_in_the_currency_of_the_organization() -> None:
    assert found(currency="EUR", quota=Decimal(200))[0].description == (
        "Even if all open deals are won, €40 of €200 is missing."
    )


def test_alerts_come_by_severity_and_then_in_a_fixed_order() -> None:
    alerts = found(
        sums=CategorySums({Category.COMMIT: Decimal(60)}, 4, 1, {"GBP": Decimal(1)}),
        quota=Decimal(900),
        largest=Decimal(60),
        unhealthy=1,
        overdue=1,
        slipped=1,
        past=Figures(0.3, 0.2, 9),
        has_outlook=False,
    )

    assert [(alert.severity, alert.title) for alert in alerts] == [
        ("critical", "Quota out of reach"),
        ("warning", "Commit depends on one deal"),
        ("warning", "Critical deals in commit"),
        ("warning", "Close dates passed"),
        ("warning", "Deals postponed"),
        ("warning", "Deals without an exchange rate"),
        ("info", "Past forecasts were too high"),
        ("info", "Too little history"),
    ]


def test_what_is_not_given_is_no_risk() -> None:
    assert Risks(currency="USD", sums=SUMS, quota=None) == Risks(
        currency="USD",
        sums=SUMS,
        quota=None,
        largest=Decimal(0),
        largest_name="",
        overdue=0,
        overdue_amount=Decimal(0),
        unhealthy=0,
        unhealthy_amount=Decimal(0),
        slipped=0,
        slipped_amount=Decimal(0),
        open_before=Decimal(0),
        past=Figures(None, None, 0),
        has_outlook=True,
    )
