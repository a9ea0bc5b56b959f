"""The forecast as a person uses it: full, empty, and refused."""

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from mauntic.kernel.clock import now
from revops.deals.models.deals import Deal
from revops.deals.selectors.days import today
from revops.forecast.models import Commit, Quota
from revops.forecast.services.snapshots import take_snapshots
from revops.rates.models import ExchangeRate
from revops.rates.services import set_rate
from tests.e2e.faults import faults_of
from tests.e2e.live import Live
from tests.factories.forecast import Told, forget_snapshots, write_history

pytestmark = pytest.mark.e2e

PAGE = "/revops/forecast/"
KEPT = (Commit, Quota, ExchangeRate, Deal)


@pytest.fixture
def empty(live: Live, db: None) -> Iterator[None]:
    """No deals; whatever a test commits or sets is taken away after it."""
    with live.inside():
        cache.clear()
    yield
    with live.inside():
        cache.clear()
        for model in KEPT:
            model.objects.all().delete()
        forget_snapshots()


@pytest.fixture
def year(live: Live, empty: None) -> None:
    """A year of won and lost deals of the admin, open ones, a few weeks of snapshots, and a rate."""
    owner, at = live.admin(), now()
    with live.inside():
        past = [
            Told(
                at - timedelta(days=365 - number), number % 3 != 0, 15 + number % 20, 900 + 40 * (number % 9)
            )
            for number in range(0, 340, 2)
        ]
        still = [Told(at - timedelta(days=number * 3), value=1500 * number) for number in range(1, 12)]
        write_history([*past, *still], owner)
        set_rate(currency="EUR", valid_from=today() - timedelta(days=30), rate=Decimal("1.0834"))
        Quota.objects.create(period="2026-Q4", rep=owner, amount=90_000, currency="USD")
        for days in range(56, 0, -4):
            take_snapshots(on=today() - timedelta(days=days))


def test_the_full_page_has_no_faults_and_a_commit_is_made_in_place(page: Page, year: None) -> None:
    assert faults_of(page, PAGE) == []
    page.goto(PAGE)
    page.get_by_label("Set commit of Ada Admin").click()
    form = page.locator("details[open]")
    form.get_by_label("Commit", exact=True).fill("12500")
    form.get_by_role("button", name="Commit").click()
    expect(page.get_by_text(re.compile(r"^Commit for .* saved\.$"))).to_be_visible()
    expect(page.get_by_label("Edit commit of Ada Admin: 12,500")).to_be_visible()


def test_the_empty_page_and_the_settings_have_no_faults(page: Page, empty: None) -> None:
    for path in (PAGE, "/revops/rates/", "/revops/quotas/"):
        assert faults_of(page, path) == []
