from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from mauntic.accounts.models import OpeningHours
from mauntic.accounts.selectors import business_hours
from mauntic.accounts.services import set_business_hours
from mauntic.kernel.errors import Invalid
from mauntic.tenants.context import entered
from tests.conftest import ACME_HOST

PAGE = "/settings/business-hours/"
WEEK = [[(540, 1020)]] * 5 + [[], []]


def entered_hours(**changes: str) -> dict[str, str]:
    days = {f"day{number}": "09:00-17:00" if number < 5 else "" for number in range(7)}
    return {"always": "", "time_zone": "Europe/Berlin", **days, **changes}


@pytest.fixture
def admins_web(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def test_every_minute_counts_until_hours_are_set(acme):
    assert business_hours().is_always_open


def test_hours_are_those_of_one_organization(acme, globex):
    set_business_hours(week=WEEK)

    with entered(globex):
        assert business_hours().is_always_open


def test_without_a_zone_of_their_own_hours_are_in_the_organizations(acme):
    acme.time_zone = "America/New_York"
    acme.save()
    with entered("acme"):
        set_business_hours(week=WEEK)

        assert str(business_hours().zone) == "America/New_York"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"week": [[]] * 7}, "week"),
        ({"week": WEEK, "time_zone": "Mars/Base"}, "time_zone"),
        ({"week": WEEK, "country": "XX"}, "country"),
        ({"week": WEEK, "country": "DE", "subdivision": "CA"}, "subdivision"),
        ({"week": WEEK, "subdivision": "CA"}, "subdivision"),
    ],
)
def test_odd_hours_are_refused_at_their_field(acme, values, field):
    with pytest.raises(Invalid) as refused:
        set_business_hours(**values)

    assert list(refused.value.fields) == [field]


def test_an_admin_sets_hours_holidays_and_closed_days(admins_web):
    admins_web.post(PAGE, entered_hours(country="DE", subdivision="BY", closed_on="2026-12-24\n2026-12-31"))

    row = OpeningHours.objects.get()
    assert (row.country, row.subdivision) == ("DE", "BY")
    assert row.closed_on == [date(2026, 12, 24), date(2026, 12, 31)]
    eve = datetime(2026, 12, 23, 15, 30, tzinfo=UTC)
    assert business_hours().due(eve, timedelta(hours=1)) == datetime(2026, 12, 28, 8, 30, tzinfo=UTC)
    assert "2026-12-31" in admins_web.get(PAGE).text


def test_hours_can_be_given_up_again(admins_web):
    admins_web.post(PAGE, entered_hours())
    admins_web.post(PAGE, entered_hours(always="1"))

    assert not OpeningHours.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day2": "nine to five"}, "is not a time span. Enter one such as 09:00-17:00."),
        ({"closed_on": "24.12."}, "is not a date. Enter one such as 2026-12-24."),
        ({"subdivision": "QQ", "country": "DE"}, "Use one of"),
        ({f"day{number}": "" for number in range(5)}, "Enter at least one hour per week"),
    ],
)
def test_what_is_wrong_is_said_on_the_page_and_nothing_is_saved(admins_web, changes, said):
    assert said in admins_web.post(PAGE, entered_hours(**changes)).text
    assert not OpeningHours.objects.exists()


def test_reps_and_strangers_do_not_set_hours(web, stranger):
    assert web.post(PAGE, entered_hours()).status_code == 403
    assert stranger.post(PAGE, entered_hours()).status_code == 302
    assert not OpeningHours.objects.exists()
