"""The search for better orders."""

import pytest

from lead_intelligence.learning.domain.order_search import excess, field_excess, price, search
from lead_intelligence.learning.domain.replay import Tally, market_of
from tests.lead_intelligence.learning.ledgers import history, rules, states, vendor


def tally(*right: float, spent: int = 0, wanted: float = 100) -> Tally:
    """Of each field `right` values of `wanted`, all of them usable."""
    values = list(right)
    return Tally([wanted] * len(right), values, values, values, [0.0] * len(right), 100, spent)


def test_the_price_is_the_cost_per_right_value():
    assert price(tally(30, 20, spent=100)) == 2
    assert price(tally(0, 0, spent=100)) == float("inf")


@pytest.mark.parametrize(
    ("after", "beyond"),
    [
        ((80, 80), 0),
        ((90, 70), 0.035),  # 10 of 200 lost in one field: 3 times 1 % of its 100 are allowed
        ((77, 80), 0.005),  # 3 of 200 lost on the whole, where 2 are allowed
        ((79, 80), 0),
    ],
)
def test_a_loss_counts_beyond_what_is_allowed_on_the_whole_and_by_field(after, beyond):
    assert excess(tally(80, 80), tally(*after), 0.01) == pytest.approx(beyond)


def test_a_field_that_gains_makes_up_for_no_other():
    assert field_excess(tally(80, 80), tally(100, 70), 0.01) == pytest.approx(0.035)


@pytest.mark.parametrize(("order", "best"), [(("dear", "cheap"), "cheap"), (("cheap", "dear"), "cheap")])
def test_the_cheaper_of_two_equal_vendors_is_asked_first(order, best):
    known, costs = states(dear="0.30", cheap="0.05"), {"dear": "0.30", "cheap": "0.05"}
    present = tuple(rules(*order))
    jobs = history(400, lambda slug, n: vendor(slug, n, knows=0.8, cost=costs[slug]), present, known, 0.3)
    market, leads = market_of(jobs, rules=present, states=known)
    # The fields share a call, so the order of the first one decides who is asked.
    assert search(market, present, leads, max_loss=0.01)[0].order[0] == best


def test_nothing_changes_when_no_vendor_is_known_well_enough():
    known, present = states(a="0.30", b="0.05"), tuple(rules("a", "b"))
    jobs = history(20, lambda slug, n: vendor(slug, n, knows=0.8), present, known, 0.3)
    market, leads = market_of(jobs, rules=present, states=known)
    assert search(market, present, leads, max_loss=0.01) == present
