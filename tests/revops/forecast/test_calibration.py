"""How good past forecasts were, the band, and what is at risk."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from mauntic.accounts.models import User
from revops.deals.domain.stages import Stage
from revops.deals.services.create import change_deals
from revops.forecast.domain.periods import Period
from revops.forecast.selectors.probabilities import stage_probabilities
from revops.forecast.services.quotas import set_quotas
from revops.forecast.services.snapshots import take_snapshots
from revops.health.models import DealHealth
from tests.conftest import ACME_HOST
from tests.factories.forecast import Told, write_history
from tests.support.queries import queries_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "/api/v1/revops/forecasts/2026-11"
NOVEMBER = Period.parse("2026-11")


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def history(rep: User):
    """A deal won every second day for ten months, and every third lost; three are open."""
    start = datetime(2026, 1, 2, 10, tzinfo=UTC)
    told = [Told(start + timedelta(days=2 * number), number % 3 != 0, 20) for number in range(145)]
    told += [Told(datetime(2026, 10, 29, tzinfo=UTC), value=500) for _ in range(3)]
    return write_history(told, rep)


def get(user: User, path: str = "", **query: str):
    client = Client(headers={"host": ACME_HOST})
    client.force_login(user)
    return client.get(f"{URL}{path}", query)


def test_the_calibration_is_the_contracts(history, rep: User) -> None:
    for day in range(1, 31, 7):
        take_snapshots(on=date(2026, 10, day))
    found = get(rep, "/calibration").json()
    assert list(found) == ["metrics", "confidenceBand", "alerts"]
    assert list(found["metrics"]) == ["mape", "bias", "sampleSize"]
    assert found["metrics"]["sampleSize"] == 5
    assert 0 < found["metrics"]["mape"] < 1
    band = found["confidenceBand"]
    assert list(band) == ["low", "mid", "high", "confidenceLevel"]
    assert band["confidenceLevel"] == 0.8
    assert 0 < band["low"] < band["mid"] < band["high"]


def test_without_history_the_band_vouches_for_nothing(rep: User) -> None:
    write_history([Told(datetime(2026, 10, 29, tzinfo=UTC), value=500)], rep)
    found = get(rep, "/calibration").json()
    assert found["metrics"] == {"mape": 0, "bias": 0, "sampleSize": 0}
    assert found["confidenceBand"] == {"low": 0, "mid": 250, "high": 500, "confidenceLevel": 0}
    assert [alert["title"] for alert in found["alerts"]] == ["Too little history"]


def test_an_import_of_older_deals_is_heard_of_at_once(rep: User) -> None:
    write_history([Told(datetime(2026, 11, 1, tzinfo=UTC))], rep)
    assert get(rep, "/calibration").json()["confidenceBand"]["confidenceLevel"] == 0
    start = datetime(2026, 9, 1, tzinfo=UTC)
    write_history([Told(start + timedelta(days=number), True, 3) for number in range(60)], rep)
    assert get(rep, "/calibration").json()["confidenceBand"]["confidenceLevel"] == 0.8
    assert {each.stage: each.n for each in stage_probabilities()}[Stage.DEMO] == 60


def test_a_period_that_is_over_is_certain(history, rep: User) -> None:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(rep)
    band = client.get("/api/v1/revops/forecasts/2026-10/calibration").json()["confidenceBand"]
    assert band["low"] == band["mid"] == band["high"] > 0
    assert band["confidenceLevel"] == 1


def test_risks_are_told_with_their_deals(history, rep: User, admin: User) -> None:
    first, second, _ = history[-3:]
    set_quotas(period=NOVEMBER, amounts={rep.pk: Decimal(10**6)}, by=admin)
    with time_machine.travel(NOW - timedelta(days=2), tick=False):
        change_deals(deal_ids=[second.pk], changes={"expected_close_on": date(2027, 1, 5)}, by=None)
        wanted = {"category_override": "commit", "expected_close_on": date(2026, 11, 19)}
        change_deals(deal_ids=[first.pk], changes=wanted, by=None)
    DealHealth.objects.create(deal=first, score=10, level="critical")
    found = get(rep, "/risk-alerts").json()
    assert found["period"] == "2026-11"
    assert [(alert["severity"], alert["title"]) for alert in found["alerts"]] == [
        ("critical", "Quota out of reach"),
        ("warning", "Commit depends on one deal"),
        ("warning", "Critical deals in commit"),
        ("warning", "Close dates passed"),
        ("warning", "Deals postponed"),
    ]
    assert first.name in found["alerts"][1]["description"]
    assert found["alerts"][4]["description"] == "1 deal ($500) moved out of the period within a week."


def test_who_may_not_be_seen_has_no_calibration(history, rep: User, colleague: User) -> None:
    for path in ("/calibration", "/risk-alerts"):
        assert get(colleague, path, repId=str(rep.pk)).status_code == 404
        assert get(rep, path).status_code == 200
    assert get(colleague, "/calibration").json()["confidenceBand"]["high"] == 0


def test_an_unknown_period_is_not_found(rep: User) -> None:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(rep)
    answers = [client.get(f"/api/v1/revops/forecasts/2026/{path}") for path in ("calibration", "risk-alerts")]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_probabilities_come_from_the_organizations_own_deals_and_are_kept(history) -> None:
    by_stage = {each.stage: each for each in stage_probabilities()}
    demo = by_stage[Stage.DEMO]
    assert (demo.n, demo.won, demo.prior) == (145, 96, 0.5)
    assert by_stage[Stage.NEGOTIATION].learned == pytest.approx(0.9)
    assert queries_of(stage_probabilities) == 1
