"""Numbers, money, dates and spans as people read them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone, translation

from mauntic.kernel import display

NOW = datetime(2026, 12, 24, 14, 5, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def shown(template: str, **context: object) -> str:
    return Template("{% load ui %}" + template).render(Context(context))


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (None, 0, "–"),
        (0, 0, "0"),
        (999, 0, "999"),
        (12_400, 0, "12,400"),
        (1_234_567.5, 0, "1,234,568"),
        (-0.2, 0, "0"),
        (12.5, 1, "12.5"),
        (12, 1, "12"),
        (Decimal("50000.00"), 2, "50,000"),
        (Decimal("1E+3"), 0, "1,000"),
    ],
)
def test_numbers_group_their_thousands(value, digits, text):
    assert display.number(value, digits) == text


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [
        (None, 0, "–"),
        (0, 0, "0%"),
        (0.85, 0, "85%"),
        (Decimal("0.856"), 0, "86%"),
        (1, 0, "100%"),
        (12.5, 0, "1,250%"),
        (-0.001, 0, "0%"),
        (-0.12, 0, "-12%"),
        (0.004, 1, "0.4%"),
        (0.85, 1, "85%"),
    ],
)
def test_percentages_have_no_space(share, digits, text):
    assert display.percent(share, digits) == text
    if not digits:
        assert shown("{{ share|percent }}", share=share) == text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (None, "USD", "–"),
        (10_700, "USD", "$10,700"),
        (Decimal("10700.00"), "EUR", "€10,700"),
        (10_700.5, "GBP", "£10,700.50"),
        (-3, "USD", "-$3"),
        (10_700, "CHF", "CHF\N{NO-BREAK SPACE}10,700"),
        (10_700, "JPY", "¥10,700"),
        (0, "USD", "$0"),
        (Decimal("0.0042"), "USD", "$0.0042"),
        (Decimal("0.0500"), "USD", "$0.05"),
        (Decimal("0.10"), "USD", "$0.10"),
        (12, "", "12"),
    ],
)
def test_money_names_its_currency_once(amount, currency, text):
    assert display.money(amount, currency) == text
    assert shown("{{ amount|money:currency }}", amount=amount, currency=currency) == text


def test_sums_of_money_are_rounded_to_whole_units():
    assert shown("{{ amount|whole_money:'USD' }}", amount=Decimal("10700.60")) == "$10,701"


@pytest.mark.parametrize(
    ("change", "digits", "text"),
    [(1200, 0, "+1,200"), (-3, 0, "−3"), (0, 0, "0"), (-0.4, 0, "0"), (-6.75, 1, "−6.8"), (None, 0, "–")],
)
def test_a_change_has_its_sign(change, digits, text):
    assert display.signed(change, digits) == text


def test_a_month_is_named_with_its_year():
    assert display.month_name(date(2026, 11, 30)) == "Nov 2026"


def test_a_day_is_a_date_in_the_readers_time_zone():
    late = datetime(2026, 12, 24, 23, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Berlin")):
        assert (display.day(late), display.day(date(2026, 12, 24))) == ("25 Dec 2026", "24 Dec 2026")
        assert shown("{{ late|date }}", late=late) == "25 Dec 2026"
        assert display.moment(late) == shown("{{ late|moment }}", late=late) == "25 Dec 2026, 00:30"
        assert display.short_day(late) == shown("{{ late|short_day }}", late=late) == "25 Dec"
    assert (display.day(None), display.moment(None)) == ("–", "–")


@pytest.mark.parametrize(
    ("passed", "text"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=-59), "just now"),
        (timedelta(minutes=3), "3 min ago"),
        (timedelta(minutes=-3), "in 3 min"),
        (5 * HOUR, "5 h ago"),
        (59 * DAY, "59 d ago"),
        (60 * DAY, "25 Oct 2026"),
    ],
)
def test_a_moment_is_told_by_its_distance(passed, text):
    with time_machine.travel(NOW, tick=False):
        assert display.ago(NOW - passed) == text


def test_a_distance_carries_its_exact_time():
    with time_machine.travel(NOW, tick=False):
        html = shown("{{ at|ago }}", at=NOW - 3 * HOUR)
    assert html == '<time datetime="2026-12-24T11:05:00+00:00" title="24 Dec 2026, 11:05 UTC">3 h ago</time>'
    assert shown("{{ at|ago }}", at=None) == "–"


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (None, "–"),
        (timedelta(milliseconds=340), "340 ms"),
        (timedelta(seconds=2.5), "2.5 s"),
        (timedelta(minutes=12), "12 min"),
        (3.5 * HOUR, "3.5 h"),
        (47 * HOUR, "47 h"),
        (2.1 * DAY, "2.1 d"),
    ],
)
def test_a_span_has_one_unit(length, text):
    assert display.span(length) == shown("{{ length|span }}", length=length) == text


def test_another_locale_writes_its_own_way():
    with translation.override("de"):
        assert display.number(12_400) == "12.400"
        assert display.percent(0.85) == "85\N{NO-BREAK SPACE}%"
        assert display.money(10_700.5, "EUR") == "10.700,50\N{NO-BREAK SPACE}€"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.5, 0, "0"),  # half to even, as sums are rounded
        (1.5, 0, "2"),
        (2.5, 0, "2"),
        (-1_234.56, 1, "-1,234.6"),
        (0.1 + 0.2, 2, "0.3"),
        (1_000_000, 2, "1,000,000"),
        (Decimal("0.10"), 2, "0.1"),
        (-0.04, 1, "0"),
        (100, 0, "100"),
    ],
)
def test_a_number_has_no_more_decimals_than_it_needs(value, digits, text):
    assert display.number(value, digits) == text


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [
        (0.005, 0, "0%"),
        (0.015, 0, "2%"),
        (0.1234, 1, "12.3%"),
        (0.1234, 2, "12.34%"),
        (0.12, 2, "12%"),
        (-0.0001, 1, "0%"),
        (10, 1, "1,000%"),
    ],
)
def test_a_share_is_rounded_to_what_is_asked(share, digits, text):
    assert display.percent(share, digits) == text


@pytest.mark.parametrize(
    ("amount", "whole", "text"),
    [
        (Decimal("0.0999"), False, "$0.0999"),
        (Decimal("0.09"), False, "$0.09"),
        (Decimal("0.105"), False, "$0.10"),
        (Decimal("0.00004"), False, "$0.00"),
        (Decimal("-0.0042"), False, "-$0.0042"),
        (Decimal("0.0042"), True, "$0"),
        (Decimal("1234.5"), False, "$1,234.50"),
        (Decimal("1234.5"), True, "$1,234"),
        (Decimal("-0.2"), True, "$0"),
        (Decimal("1234.005"), False, "$1,234.00"),
        (1e6, False, "$1,000,000"),
    ],
)
def test_cents_are_shown_where_there_are_some(amount, whole, text):
    assert display.money(amount, "USD", whole=whole) == text


@pytest.mark.parametrize(
    ("passed", "text"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=60), "1 min ago"),
        (timedelta(seconds=119), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (HOUR, "1 h ago"),
        (DAY - timedelta(seconds=1), "23 h ago"),
        (DAY, "1 d ago"),
        (-HOUR, "in 1 h"),
        (-2 * DAY, "in 2 d"),
        (60 * DAY - timedelta(seconds=1), "59 d ago"),
        (-60 * DAY, "22 Feb 2027"),
    ],
)
def test_a_distance_counts_whole_units(passed, text):
    with time_machine.travel(NOW, tick=False):
        assert display.ago(NOW - passed) == text


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(0), "0 ms"),
        (timedelta(milliseconds=999), "999 ms"),
        (timedelta(seconds=1), "1 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(seconds=90), "1.5 min"),
        (timedelta(minutes=59), "59 min"),
        (HOUR, "1 h"),
        (2 * DAY - HOUR, "47 h"),
        (2 * DAY, "2 d"),
        (400 * DAY, "400 d"),
    ],
)
def test_a_span_changes_its_unit_where_the_next_one_begins(length, text):
    assert display.span(length) == text


def test_a_moment_without_a_zone_is_shown_as_it_is():
    naive = datetime(2026, 12, 24, 14, 5)  # noqa: DTZ001 (what a form or a file may hold)

    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert display.moment(naive) == "24 Dec 2026, 14:05"
        assert display.moment(NOW) == "24 Dec 2026, 23:05"
        assert display.day(naive) == "24 Dec 2026"
    assert display.short_day(None) == "–"
    assert display.short_day(date(2026, 1, 5)) == "5 Jan"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Los_Angeles", "24 Dec 2026, 08:00 in Los Angeles (17:00 your time)"),
        ("Pacific/Auckland", "25 Dec 2026, 05:00 in Auckland (24 Dec 2026, 17:00 your time)"),
        ("Europe/Paris", "24 Dec 2026, 17:00"),
    ],
)
def test_a_moment_elsewhere_names_the_place_and_the_readers_time(zone, words):
    with timezone.override(ZoneInfo("Europe/Berlin")), translation.override("en"):
        assert display.moment_in(datetime(2026, 12, 24, 16, tzinfo=UTC), ZoneInfo(zone)) == words
