"""Exchange rates: what holds on a day, and what is never added up."""

from datetime import date
from decimal import Decimal

import pytest

from mauntic.kernel.errors import Invalid, NotFound
from mauntic.kernel.ids import new_id
from revops.rates.models import ExchangeRate
from revops.rates.selectors import rates_on
from revops.rates.services import delete_rate, set_rate
from tests.support.queries import queries_of

MAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _inside(acme) -> None:
    """Rates belong to an organization."""


def euro(rate: str, valid_from: date = MAY) -> ExchangeRate:
    return set_rate(currency="EUR", valid_from=valid_from, rate=Decimal(rate))


def test_the_latest_rate_on_or_before_the_day_holds() -> None:
    euro("1.10")
    euro("1.20", date(2026, 6, 1))
    converted = {
        day: rates_on(day).convert(Decimal(100), "EUR")
        for day in (date(2026, 4, 30), MAY, date(2026, 5, 31), date(2026, 6, 1))
    }
    assert list(converted.values()) == [None, Decimal("110.00"), Decimal("110.00"), Decimal("120.00")]


def test_the_own_currency_needs_no_rate() -> None:
    assert rates_on(MAY).convert(Decimal("12.34"), "USD") == Decimal("12.34")


def test_what_has_no_rate_is_told_apart_and_never_added() -> None:
    euro("1.10")
    sums = [("USD", Decimal(5)), ("EUR", Decimal(10)), ("GBP", Decimal(7)), ("GBP", Decimal(1))]
    total = rates_on(MAY).total(sums)
    assert (total.amount, total.currency, total.unconverted) == (Decimal(16), "USD", {"GBP": Decimal(8)})


def test_rates_take_one_query_however_many() -> None:
    for day in range(1, 5):
        euro("1.1", date(2026, 5, day))
    assert queries_of(lambda: rates_on(MAY)) == 1


def test_a_rate_of_the_same_day_is_replaced() -> None:
    euro("1.10")
    euro("1.15")
    assert [row.rate for row in ExchangeRate.objects.all()] == [Decimal("1.15")]


@pytest.mark.parametrize(
    ("currency", "rate", "field", "said"),
    [
        ("XXZ", "1", "currency", "not a currency"),
        ("US", "1", "currency", "three letters"),
        ("USD", "1", "currency", "own currency"),
        ("EUR", "0", "rate", "above 0"),
        ("EUR", "-1", "rate", "above 0"),
        ("EUR", "NaN", "rate", "above 0"),
        ("EUR", "1.123456789", "rate", "8 decimals"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(currency: str, rate: str, field: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        set_rate(currency=currency, valid_from=MAY, rate=Decimal(rate))
    assert list(refused.value.fields) == [field]
    assert said in refused.value.fields[field][0]
    assert not ExchangeRate.objects.exists()


def test_a_deleted_rate_lets_the_one_before_hold() -> None:
    euro("1.10")
    delete_rate(rate_id=euro("1.20", date(2026, 6, 1)).pk)
    assert rates_on(date(2026, 7, 1)).by_currency == {"EUR": Decimal("1.10")}
    with pytest.raises(NotFound):
        delete_rate(rate_id=new_id())
