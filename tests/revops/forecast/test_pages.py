"""The pages of the forecast, of rates and of quotas."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from mauntic.accounts.models import User
from revops.deals.domain.stages import Stage
from revops.forecast.models import Commit, Quota
from revops.forecast.services.snapshots import take_snapshots
from revops.rates.models import ExchangeRate
from revops.rates.services import set_rate
from tests.conftest import ACME_HOST
from tests.factories.forecast import Told, write_history
from tests.factories.revops import DealFactory
from tests.support.queries import queries_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PAGE = "/revops/forecast/2026-Q4/"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def browser(user: User) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(user)
    return client


@pytest.fixture
def history(rep: User):
    start = datetime(2026, 1, 2, 10, tzinfo=UTC)
    told = [Told(start + timedelta(days=2 * number), number % 3 != 0, 20) for number in range(145)]
    told += [Told(datetime(2026, 10, 29, tzinfo=UTC), value=500) for _ in range(3)]
    return write_history(told, rep)


def test_the_menu_leads_to_this_quarter(web: Client) -> None:
    assert web.get("/revops/forecast/").headers["Location"] == PAGE


def test_an_empty_page_says_what_it_waits_for(web: Client) -> None:
    text = web.get(PAGE).content.decode()
    for said in ("too little history", "It needs two snapshots", "No data yet."):
        assert said in text


def test_the_page_shows_what_stands_behind_each_number(web: Client, rep: User, history) -> None:
    for number in (18, 19):
        take_snapshots(on=date(2026, 11, number))
    page = web.get(PAGE)
    text = page.content.decode()
    assert page.context["band"].outlook is not None
    assert f"/revops/deals/?tab=open&amp;close=2026-Q4&amp;category=best_case&amp;owner={rep.pk}" in text
    for said in (
        "Forecast by day",
        "The band is meant to contain 8 of 10 outcomes",
        "Demo",
        "Forecast by day. Closed: from ",
    ):
        assert said in text


def test_the_deals_behind_a_number_are_those_that_were_counted(web: Client, rep: User, history) -> None:
    row = web.get(PAGE).context["rows"][0]
    counted = {cell.label: (cell.amount, cell.url) for cell in row.cells}
    for label in ("Closed", "Best case"):
        amount, url = counted[label]
        listed = web.get(url).context["filter"].qs
        assert sum(deal.value for deal in listed) == amount > 0


def test_commits_are_made_in_place_and_what_was_said_before_is_told(web: Client, rep: User) -> None:
    for value in ("500", "650"):
        answer = web.post(f"{PAGE}commit/", {"rep": str(rep.pk), "value": value, "note": "sure"}, follow=True)
        assert answer.redirect_chain == [(PAGE, 302)]
    assert [commit.value for commit in Commit.objects.order_by("at", "id")] == [500, 650]
    assert "History of commits" in answer.content.decode()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "Enter an amount, or 0."),
        ("-5", "Enter an amount of 0 or more."),
        ("lots", "Enter an amount such as 12000 or 12000.50."),
        ("1e30", "This amount is too large. Enter a smaller one."),
    ],
)
def test_a_refused_commit_stays_open_and_says_why(web: Client, rep: User, value: str, said: str) -> None:
    answer = web.post(f"{PAGE}commit/", {"rep": str(rep.pk), "value": value})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Commit.objects.exists()


def test_a_manager_narrows_the_page_to_one_person(rep: User, admin: User, history) -> None:
    page = browser(admin).get(PAGE, {"rep": str(rep.pk)})
    assert [row.row.name for row in page.context["rows"]] == ["Jo Reyes"]
    assert "Deals of Jo Reyes" in page.content.decode()


def test_strangers_and_people_who_do_not_see_it_are_kept_out(
    stranger: Client, rep: User, colleague: User, history
) -> None:
    assert stranger.get(PAGE).status_code == 302
    assert browser(colleague).get(PAGE, {"rep": str(rep.pk)}).status_code == 404
    assert browser(colleague).get(PAGE).context["forecast"].total.sums.closed == 0
    refused = browser(colleague).post(f"{PAGE}commit/", {"rep": str(rep.pk), "value": "1"})
    assert (refused.status_code, Commit.objects.count()) == (422, 0)


def test_what_is_said_for_all_is_told_to_who_sees_all(rep: User, admin: User) -> None:
    browser(admin).post(f"{PAGE}commit/", {"rep": "", "value": "900"})
    assert Commit.objects.get().rep is None
    assert [said.value for said in browser(admin).get(PAGE).context["commits"]] == [900]
    assert list(browser(rep).get(PAGE).context["commits"]) == []


@pytest.mark.parametrize("period", ["2026-Q5", "soon"])
def test_an_unknown_period_is_no_page(web: Client, period: str) -> None:
    assert web.get(f"/revops/forecast/{period}/").status_code == 404
    assert web.get(f"/revops/quotas/?period={period}").status_code == 404


def test_people_and_deals_cost_the_page_no_queries(admin: User, rep: User, history, make_user) -> None:
    client = browser(admin)
    one = queries_of(lambda: client.get(PAGE))
    for number in range(3):
        owner = make_user("rep", email=f"rep{number}@acme.example")
        DealFactory(owner=owner, stage=Stage.NEGOTIATION, expected_close_on=date(2026, 12, 1))
        Commit.objects.create(period="2026-Q4", rep=owner, value=1, currency="USD")
    assert queries_of(lambda: client.get(PAGE)) == one


def test_ops_set_and_delete_rates(admin: User) -> None:
    client = browser(admin)
    saved = client.post("/revops/rates/", {"currency": "eur", "valid_from": "2026-11-01", "rate": "1.0834"})
    assert saved.status_code == 302
    rate = ExchangeRate.objects.get()
    assert (rate.currency, rate.rate) == ("EUR", Decimal("1.0834"))
    assert "1.0834" in client.get("/revops/rates/").content.decode()
    client.post(f"/revops/rates/{rate.pk}/delete/")
    assert not ExchangeRate.objects.exists()


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ({"currency": "XXZ"}, "is not a currency"),
        ({"currency": "USD"}, "own currency"),
        ({"rate": "0"}, "Enter a rate above 0"),
        ({"rate": "much"}, "Enter a number such as 1.0834."),
        ({"valid_from": "soon"}, "Enter a date such as 2026-11-25."),
    ],
)
def test_a_refused_rate_is_told_at_its_field(admin: User, entered: dict[str, str], said: str) -> None:
    wanted = {"currency": "EUR", "valid_from": "2026-11-01", "rate": "1"} | entered
    answer = browser(admin).post("/revops/rates/", wanted)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ExchangeRate.objects.exists()


def test_reps_see_rates_and_do_not_change_them(web: Client, rep: User) -> None:
    rate = set_rate(currency="EUR", valid_from=date(2026, 11, 1), rate=Decimal("1.1"))
    DealFactory(owner=rep, currency="GBP")
    page = web.get("/revops/rates/").content.decode()
    assert "No exchange rate today for GBP" in page
    assert "Set rate" not in page
    assert web.post("/revops/rates/", {"currency": "GBP"}).status_code == 403
    assert web.post(f"/revops/rates/{rate.pk}/delete/").status_code == 403
    assert ExchangeRate.objects.count() == 1


def test_managers_set_quotas_of_whom_they_see(admin: User, rep: User) -> None:
    client = browser(admin)
    saved = client.post("/revops/quotas/?period=2026-Q4", {str(rep.pk): "5000"})
    assert saved.headers["Location"] == "/revops/quotas/?period=2026-Q4"
    assert [(quota.rep, quota.amount) for quota in Quota.objects.all()] == [(rep, 5000)]
    refused = client.post("/revops/quotas/?period=2026-Q4", {str(rep.pk): "-1"})
    assert refused.status_code == 422
    assert "Enter an amount of 0 or more." in refused.content.decode()
    client.post("/revops/quotas/?period=2026-Q4", {str(rep.pk): ""})
    assert not Quota.objects.exists()


def test_reps_see_their_own_quota_and_do_not_change_it(web: Client, rep: User, colleague: User) -> None:
    for owner in (rep, colleague):
        Quota.objects.create(period="2026-Q4", rep=owner, amount=7, currency="USD")
    page = web.get("/revops/quotas/")
    assert [person for person, _ in page.context["form"].rows()] == [rep]
    assert web.post("/revops/quotas/", {str(rep.pk): "1"}).status_code == 403
