"""The categories of a forecast, commits and quotas, by the API and the services."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from mauntic.accounts.models import Team, User
from mauntic.kernel.errors import Invalid, NotAllowed, NotFound
from mauntic.kernel.ids import new_id
from mauntic.tenants.context import entered
from revops.deals.domain.stages import Stage
from revops.forecast.domain.periods import Period
from revops.forecast.models import Commit, Quota
from revops.forecast.selectors.page import forecast_seen_by
from revops.forecast.services.commits import set_commit
from revops.forecast.services.quotas import set_quotas
from revops.rates.services import set_rate
from tests.conftest import ACME_HOST
from tests.factories.revops import DealFactory
from tests.support.queries import queries_of

NOW = datetime(2026, 11, 10, 12, tzinfo=UTC)
QUARTER = Period.parse("2026-Q4")
DUE = date(2026, 12, 15)
URL = "/api/v1/revops/forecasts/2026-Q4"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def api(user: User) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(user)
    return client


def deal(owner: User | None, stage: Stage, value: int = 1000, **values: Any):
    closed = NOW if stage in {Stage.CLOSED_WON, Stage.CLOSED_LOST} else None
    wanted = {"expected_close_on": DUE, "closed_at": closed, "value": Decimal(value)} | values
    return DealFactory(owner=owner, stage=stage, **wanted)


@pytest.fixture
def one_of_each(rep: User) -> None:
    for stage, value in zip(Stage, (1, 2, 4, 8, 16, 32, 64, 128), strict=True):
        deal(rep, stage, value)


def put(user: User, **data: Any):
    return api(user).put(f"{URL}/commit", data, content_type="application/json")


def test_the_forecast_is_the_contracts(rep: User, one_of_each: None) -> None:
    answer = api(rep).get(URL)
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "period": "2026-Q4",
            "repId": None,
            "pipelineValue": 7.0,
            "bestCaseValue": 24.0,
            "commitValue": 32.0,
            "closedValue": 64.0,
            "weightedValue": 64 + 32 + 12 + 1.75,
            "commitDealsValue": 32.0,
            "weightedDealsValue": 64 + 32 + 12 + 1.75,
        },
    )


def test_an_override_counts_in_its_category_and_what_is_omitted_in_none(rep: User, one_of_each: None) -> None:
    deal(rep, Stage.PROSPECTING, 100, category_override="commit")
    deal(rep, Stage.NEGOTIATION, 100, category_override="omitted")
    total = forecast_seen_by(rep, QUARTER).total
    assert (total.sums.commit, total.sums.pipeline, total.sums.omitted) == (132, 7, 228)
    assert total.sums.weighted == Decimal("209.75")


def test_open_deals_count_where_they_are_due_and_won_ones_where_they_were_closed(rep: User) -> None:
    deal(rep, Stage.DEMO, expected_close_on=date(2027, 1, 1))
    deal(rep, Stage.DEMO, expected_close_on=None)
    deal(rep, Stage.CLOSED_WON, closed_at=datetime(2026, 9, 30, 23, 59, tzinfo=UTC))
    deal(rep, Stage.CLOSED_WON, 7, closed_at=datetime(2026, 10, 1, tzinfo=UTC), expected_close_on=None)
    total = forecast_seen_by(rep, QUARTER).total
    assert (total.sums.weighted, total.sums.deals) == (7, 1)


def test_the_day_of_closing_is_the_organizations(acme, rep: User) -> None:
    acme.time_zone = "America/New_York"
    deal(rep, Stage.CLOSED_WON, closed_at=datetime(2026, 10, 1, 3, tzinfo=UTC))
    assert forecast_seen_by(rep, QUARTER).total.sums.closed == 0
    assert forecast_seen_by(rep, QUARTER.shifted(-1)).total.sums.closed == 1000


def test_currencies_are_converted_by_the_day_and_told_apart_without_a_rate(rep: User) -> None:
    set_rate(currency="EUR", valid_from=date(2026, 10, 1), rate=Decimal(2))
    set_rate(currency="EUR", valid_from=date(2026, 11, 1), rate=Decimal(3))
    deal(rep, Stage.CLOSED_WON, 10, currency="EUR", closed_at=datetime(2026, 10, 20, tzinfo=UTC))
    deal(rep, Stage.NEGOTIATION, 10, currency="EUR")
    deal(rep, Stage.NEGOTIATION, 10, currency="GBP")
    total = forecast_seen_by(rep, QUARTER).total
    assert (total.sums.closed, total.sums.commit) == (20, 30)
    assert (total.sums.apart, total.sums.unconverted) == ({"GBP": Decimal(10)}, 1)


@pytest.mark.parametrize("period", ["2026-Q5", "2026-13", "soon"])
def test_an_unknown_period_is_not_found(rep: User, period: str) -> None:
    answer = api(rep).get(f"/api/v1/revops/forecasts/{period}")
    assert answer.status_code == 404
    assert "Enter a quarter such as 2026-Q4 or a month such as 2026-11" in answer.json()["message"]


def test_a_rep_sees_their_own_a_manager_the_team_and_ops_all(
    rep: User, manager: User, colleague: User, admin: User
) -> None:
    rep.team = Team.objects.create(name="North", manager=manager)
    rep.save()
    for number, owner in enumerate((rep, colleague, manager, None)):
        deal(owner, Stage.NEGOTIATION, 10**number)
    assert [api(user).get(URL).json()["commitValue"] for user in (rep, manager, admin)] == [1, 1101, 1111]


def test_who_may_not_be_seen_does_not_exist(rep: User, colleague: User) -> None:
    deal(colleague, Stage.NEGOTIATION)
    assert api(rep).get(URL, {"repId": str(colleague.pk)}).status_code == 404
    assert put(rep, repId=str(colleague.pk), value=1).status_code == 404
    assert not Commit.objects.exists()


def test_a_stranger_and_another_tenant_see_nothing(stranger: Client, rep: User, globex) -> None:
    deal(rep, Stage.NEGOTIATION)
    assert stranger.get(URL).status_code in {401, 403}
    with entered(globex):
        other = User.objects.create_user("boss@globex.example", "a password", role="admin")
        assert forecast_seen_by(other, QUARTER).total.sums.commit == 0


def test_a_commit_holds_and_what_was_said_before_stays_on_record(rep: User, one_of_each: None) -> None:
    put(rep, value=500)
    answer = put(rep, value=650.50, note="two more")
    assert (answer.status_code, answer.json()["repId"], answer.json()["commitValue"]) == (
        200,
        str(rep.pk),
        650.5,
    )
    assert api(rep).get(URL).json()["commitValue"] == 650.5
    assert [(said.value, said.note, said.by) for said in Commit.objects.order_by("at", "id")] == [
        (500, "", rep),
        (Decimal("650.50"), "two more", rep),
    ]


@pytest.mark.parametrize("committed", [None, 0, 10.1, 650.5])
def test_the_weighted_value_agrees_with_the_values_beside_it(rep: User, one_of_each: None, committed) -> None:
    if committed is not None:
        put(rep, value=committed)
    told = {name: Decimal(str(value)) for name, value in amounts(api(rep).get(URL).json()).items()}
    rest = told["closedValue"] + told["bestCaseValue"] / 2 + told["pipelineValue"] / 4
    assert told["weightedValue"] == rest + told["commitValue"]
    assert told["weightedDealsValue"] == rest + told["commitDealsValue"] == Decimal("109.75")
    assert told["commitValue"] == (32 if committed is None else Decimal(str(committed)))


def amounts(answer: dict[str, Any]) -> dict[str, float]:
    return {name: value for name, value in answer.items() if name.endswith("Value")}


@pytest.mark.parametrize(("value", "status"), [(-1, 400), ("lots", 400), (None, 400), (0, 200)])
def test_money_is_not_negative(rep: User, value: object, status: int) -> None:
    answer = put(rep, value=value)
    assert answer.status_code == status
    assert status == 200 or list(answer.json()["details"]) == ["value"]


def test_an_admin_without_a_person_speaks_for_all(rep: User, admin: User, one_of_each: None) -> None:
    put(rep, value=50)
    assert api(admin).get(URL).json()["commitValue"] == 50
    put(admin, value=900)
    assert api(admin).get(URL).json()["commitValue"] == 900
    assert api(rep).get(URL).json()["commitValue"] == 50


def test_a_rep_who_sees_others_does_not_speak_for_them(rep: User, colleague: User) -> None:
    from mauntic.accounts.models import AccessPolicy

    AccessPolicy.objects.create(seen_by_reps="all")
    with pytest.raises(NotAllowed, match="Only the rep and their managers"):
        set_commit(period=QUARTER, value=Decimal(1), by=rep, rep_id=colleague.pk)
    assert set_commit(period=QUARTER, value=Decimal(1), by=rep).rep == rep


def test_a_quarters_quota_is_its_own_or_that_of_its_months(admin: User, rep: User, colleague: User) -> None:
    for month in QUARTER.months_of():
        set_quotas(period=month, amounts={rep.pk: Decimal(100), colleague.pk: Decimal(5)}, by=admin)
    set_quotas(period=QUARTER, amounts={rep.pk: Decimal(400)}, by=admin)
    deal(rep, Stage.CLOSED_WON, 100)
    found = forecast_seen_by(admin, QUARTER)
    quotas = {row.rep_id: row.target.quota for row in found.rows if row.target.quota is not None}
    assert quotas == {rep.pk: 400, colleague.pk: 15}
    assert (found.total.target.quota, round(found.total.attainment, 4)) == (415, Decimal("0.2410"))


def test_quotas_are_set_changed_and_taken_away(admin: User, rep: User) -> None:
    for amount in (Decimal(10), Decimal(20), None, None):
        set_quotas(period=QUARTER, amounts={rep.pk: amount}, by=admin)
        found = [quota.amount for quota in Quota.objects.all()]
        assert found == ([] if amount is None else [amount])


def test_quotas_are_refused_whole(admin: User, rep: User, colleague: User, manager: User) -> None:
    with pytest.raises(Invalid, match="of 0 or more"):
        set_quotas(period=QUARTER, amounts={rep.pk: Decimal(1), colleague.pk: Decimal(-1)}, by=admin)
    with pytest.raises(NotAllowed, match="Only managers"):
        set_quotas(period=QUARTER, amounts={rep.pk: Decimal(1)}, by=rep)
    with pytest.raises(NotFound):
        set_quotas(period=QUARTER, amounts={rep.pk: Decimal(1)}, by=manager)
    with pytest.raises(NotFound):
        set_quotas(period=QUARTER, amounts={new_id(): Decimal(1)}, by=admin)
    assert not Quota.objects.exists()


def test_people_and_deals_cost_no_queries(admin: User, rep: User, colleague: User) -> None:
    deal(rep, Stage.DEMO)
    one = queries_of(lambda: forecast_seen_by(admin, QUARTER))
    for owner in (rep, colleague, admin, None):
        deal(owner, Stage.NEGOTIATION)
        set_commit(period=QUARTER, value=Decimal(1), by=admin, rep_id=owner.pk if owner else None)
    assert queries_of(lambda: forecast_seen_by(admin, QUARTER)) == one
