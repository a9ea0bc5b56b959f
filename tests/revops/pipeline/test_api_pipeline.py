"""The pipeline's numbers over the API, by the contract."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from revops.rates.models import ExchangeRate
from tests.factories.revops import DealFactory

METRICS = "/api/v1/revops/pipeline/metrics"
NONE_OPEN = dict.fromkeys(["prospecting", "qualification", "discovery", "demo", "proposal", "negotiation"], 0)


def close(rep, stage: str, day: int, value: int = 100):
    DealFactory(owner=rep, stage=stage, value=value, closed_at=datetime(2026, 2, day, tzinfo=UTC))


def test_an_empty_pipeline_is_all_zeros(web):
    assert web.get(METRICS).json() == {
        "totalDeals": 0,
        "totalValue": 0,
        "avgDealSize": 0,
        "stageBreakdown": NONE_OPEN | {"closed_won": 0, "closed_lost": 0},
        "winRate": 0,
        "currency": "USD",
        "unconverted": {},
    }


def test_deals_are_counted_summed_and_their_win_rate_told(web, rep, colleague):
    DealFactory(owner=rep, value=300)
    close(rep, "closed_won", 1, 200)
    close(rep, "closed_won", 2, 200)
    close(rep, "closed_lost", 3, 100)
    DealFactory(owner=colleague)
    assert web.get(METRICS).json() == {
        "totalDeals": 4,
        "totalValue": 800,
        "avgDealSize": 200,
        "stageBreakdown": NONE_OPEN | {"prospecting": 1, "closed_won": 2, "closed_lost": 1},
        "winRate": 0.6667,
        "currency": "USD",
        "unconverted": {},
    }


def test_other_currencies_are_converted_and_what_has_no_rate_is_told_apart(web, rep):
    ExchangeRate.objects.create(currency="EUR", valid_from=date(2020, 1, 1), rate=Decimal("1.2"))
    for currency, value in (("USD", 100), ("EUR", 100), ("GBP", 50)):
        DealFactory(owner=rep, value=value, currency=currency)
    told = web.get(METRICS).json()
    assert [told[key] for key in ("totalDeals", "totalValue", "avgDealSize", "unconverted")] == [
        3,
        220,
        110,
        {"GBP": 50},
    ]


def test_a_period_has_what_closed_in_it_and_what_is_expected_to(web, rep):
    DealFactory(owner=rep, expected_close_on=date(2026, 2, 28))
    DealFactory(owner=rep, expected_close_on=date(2026, 3, 1))
    DealFactory(owner=rep)
    close(rep, "closed_won", 1)
    counts = [
        web.get(f"{METRICS}?period={code}").json()["totalDeals"] for code in ("2026-02", "2026-Q1", "2026-04")
    ]
    assert counts == [2, 3, 0]


@pytest.mark.parametrize("code", ["2026-13", "soon", "2026-Q5"])
def test_an_unknown_period_is_refused_with_what_would_be_one(web, code):
    answer = web.get(f"{METRICS}?period={code}")
    said = f'"{code}" is not a period. Enter a quarter such as 2026-Q4 or a month such as 2026-11.'
    assert (answer.status_code, answer.json()["details"]) == (400, {"period": [said]})
