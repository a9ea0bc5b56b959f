"""Points of signals: they fade, need their conditions, and come from signals alone."""

from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.kernel.conditions import Leaf, Operator
from scoring.model.domain.points import (
    ContactFacts,
    Contributor,
    Model,
    default_model,
    score,
)
from scoring.signals.domain.strength import DecayModel, Signal
from tests.scoring.model.domain.models import NOW, of_signal, own, points, seen


def test_intent_points_fade_with_their_signal():
    asked = Signal(
        "DEMO_REQUEST", 1.0, NOW - timedelta(hours=6), NOW + timedelta(hours=18), DecayModel.LINEAR
    )

    assert points(ContactFacts(signals=(asked,))) == {"demo_request": Decimal("22.50")}


def test_a_download_gives_all_its_points_until_its_signal_ends():
    taken = Signal(
        "CONTENT_DOWNLOAD", 0.5, NOW - timedelta(hours=167), NOW + timedelta(hours=1), DecayModel.LINEAR
    )
    ended = Signal("CONTENT_DOWNLOAD", 0.5, NOW - timedelta(hours=168), NOW, DecayModel.LINEAR)

    assert points(ContactFacts(signals=(taken,))) == {"content_download": Decimal(10)}
    assert points(ContactFacts(signals=(ended,))) == {}


def test_intent_is_the_same_whatever_the_model_says():
    facts = ContactFacts(signals=(seen("DEMO_REQUEST", 0.5), seen("PRICING_PAGE", 0.5)))

    assert score(facts, Model(()), NOW).intent_score == Decimal("75.00")
    assert score(facts, default_model(), NOW).intent_score == Decimal("75.00")


@pytest.mark.parametrize(
    ("age", "given"), [(0, "30"), (6, "22.50"), (12, "15.00"), (23, "1.25"), (24, None), (30, None)]
)
def test_points_of_intent_fade_from_all_to_none(age, given):
    found = points(ContactFacts(signals=(seen("DEMO_REQUEST", age=age),)))

    assert found == ({"demo_request": Decimal(given)} if given else {})


def test_points_fade_by_the_part_left_and_not_by_the_weight_of_the_signal():
    facts = ContactFacts(signals=(seen("DEMO_REQUEST", 0.2, age=12),))

    assert points(facts) == {"demo_request": Decimal("15.00")}


def test_negative_points_fade_too():
    found = score(ContactFacts(signals=(seen("DEMO_REQUEST", age=6),)), Model((of_signal(-30),)), NOW)

    assert found.contributors == [Contributor("own_-30", Decimal("-22.50"))]


def test_faded_points_have_two_decimals():
    found = score(ContactFacts(signals=(seen("DEMO_REQUEST", age=1, life=3),)), Model((of_signal(10),)), NOW)

    assert str(found.contributors[0].points) == "6.67"


def test_a_factor_of_a_signal_needs_its_conditions_too():
    of_germany = Leaf("contact.country", Operator.EQUALS, "DE")
    model = Model((of_signal(10, conditions=of_germany),))

    def total(values: dict[str, str], *signals: Signal) -> Decimal:
        return score(ContactFacts(values, signals), model, NOW).total

    assert total({"contact.country": "DE"}, seen("DEMO_REQUEST")) == 10
    assert total({"contact.country": "FR"}, seen("DEMO_REQUEST")) == 0
    assert total({"contact.country": "DE"}) == 0
    assert total({"contact.country": "DE"}, seen("PRICING_PAGE")) == 0


def test_a_factor_of_a_signal_that_is_not_there_leaves_its_group_to_the_next():
    model = Model((of_signal(10, group="g"), own("b", 4, group="g"), own("c", 2, group="g")))

    without = score(ContactFacts(), model, NOW)
    with_signal = score(ContactFacts(signals=(seen("DEMO_REQUEST"),)), model, NOW)

    assert [each.factor for each in without.contributors] == ["b"]
    assert [each.factor for each in with_signal.contributors] == ["own_10"]


def test_facts_about_signals_come_from_the_signals_and_not_from_the_values():
    many = Leaf("signals.count_7d", Operator.AT_LEAST, 2)
    model = Model((own("a", 5, conditions=many),))
    values = {"signals.count_7d": 9}

    assert score(ContactFacts(values, (seen("EMAIL_OPEN"),)), model, NOW).total == 0
    assert score(ContactFacts({}, (seen("EMAIL_OPEN"), seen("EMAIL_CLICK"))), model, NOW).total == 5
