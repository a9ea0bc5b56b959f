"""Numbers, money, dates and spans of time as the reader's locale writes them.

Templates use these functions as filters (`mauntic.web.templatetags.ui`). They are for people only: CSV, JSON,
the API and HTML attributes hold raw values.
"""

import math
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import NumberPattern, get_currency_symbol, parse_pattern
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, pgettext, to_locale

from mauntic.kernel.clock import now

NONE = "–"
MINUS = "−"
FEW_CENTS = Decimal("0.10")
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MONTH_DAY, DATE, MOMENT = "MONTH_DAY_FORMAT", "DATE_FORMAT", "DATETIME_FORMAT"
_SECOND, _MINUTE, _HOUR, _DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)
# From this distance on a date says more than a number of days.
_LONG_AGO = timedelta(days=60)


def number(value: float | Decimal | None, digits: int = 0) -> str:
    """Return `12,400`, with at most `digits` decimals; a dash for None.

    Args:
        value: any number.
        digits: the most decimals.
    """
    if value is None:
        return NONE
    rounded = round(Decimal(str(value)), digits)
    shown = rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded.normalize()
    return number_format(shown + 0, use_l10n=True, force_grouping=True)


def signed(value: float | Decimal | None, digits: int = 0) -> str:
    """Return a change with its sign: `+1,200`, `−3`, `0`; a dash for None.

    Args:
        value: any number.
        digits: the most decimals.
    """
    if value is None:
        return NONE
    rounded = round(Decimal(str(value)), digits)
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return f"{sign}{number(abs(rounded), digits)}"


def score(points: float | Decimal | None) -> str:
    """Return a score or its points as whole points, rounded down; a dash for None.

    Everywhere the same: 79.6 is grade B, and must not read 80 on one page and 79.6 on another. Exports and
    the API have the exact value.

    Args:
        points: 0 to 100.
    """
    return NONE if points is None else number(math.floor(points))


def percent(share: float | Decimal | None, digits: int = 0) -> str:
    """Return `85%` for 0.85, with at most `digits` decimals; a dash for None.

    Args:
        share: 1 is 100%.
        digits: the most decimals.
    """
    if share is None:
        return NONE
    # `+ 0` turns a negative zero into zero.
    rounded = round(Decimal(str(share)), digits + 2) + 0
    locale = _locale()
    return _percent_pattern(locale, digits).apply(rounded, locale)


def money(amount: float | Decimal | None, currency: str, *, whole: bool = False) -> str:
    """Return `$10,700` or `CHF 10,700`; a dash for None.

    Cents are shown where there are some and `whole` is false. Amounts below ten cents keep the fractions in
    which vendors bill them: `$0.0042`.

    Args:
        amount: in units of the currency, not cents.
        currency: a code of three letters.
        whole: True to leave out cents.
    """
    if amount is None:
        return NONE
    exact = Decimal(str(amount))
    digits = _money_digits(exact, whole=whole)
    exact = round(exact, digits) + 0
    locale = _locale()
    return _money_pattern(locale, currency, digits).apply(
        exact, locale, currency=currency, currency_digits=False
    )


def _money_digits(amount: Decimal, *, whole: bool) -> int:
    if whole or amount == amount.to_integral_value():
        return 0
    if abs(amount) >= FEW_CENTS:
        return 2
    shown = round(amount, 4).normalize().as_tuple().exponent
    return max(2, -shown if isinstance(shown, int) else 0)


def day(value: date | None) -> str:
    """Return `24 Dec 2026`; of a datetime, the date in the current time zone. A dash for None."""
    return NONE if value is None else _dated(_local(value), DATE)


def short_day(value: date | None) -> str:
    """Return `24 Dec`, for axes and lists whose year is clear; a dash for None."""
    return NONE if value is None else _dated(_local(value), MONTH_DAY)


def month_name(value: date) -> str:
    """Return `Nov 2026`."""
    return _dated(value, "YEAR_MONTH_FORMAT")


def moment(value: datetime | None) -> str:
    """Return `24 Dec 2026, 14:05` in the current time zone; a dash for None."""
    return NONE if value is None else _dated(_local(value), MOMENT)


def moment_in(value: datetime, zone: ZoneInfo) -> str:
    """Return `24 Dec 2026, 08:00 in Los Angeles (17:00 your time)`; the plain moment where the clocks agree.

    Args:
        value: the moment.
        zone: another time zone, named after a city.
    """
    there, here = value.astimezone(zone), timezone.localtime(value)
    if there.utcoffset() == here.utcoffset():
        return moment(value)
    is_same_day = there.date() == here.date()
    return gettext("{time} in {city} ({here} your time)").format(
        time=_dated(there, MOMENT),
        city=zone.key.rpartition("/")[2].replace("_", " "),
        here=_dated(here, "TIME_FORMAT" if is_same_day else MOMENT),
    )


def ago(value: datetime) -> str:
    """Return `12 min ago`, `in 3 h`, `just now`, or the date from 60 days on."""
    passed = now() - value
    apart = abs(passed)
    if apart >= _LONG_AGO:
        return day(value)
    if apart < _MINUTE:
        return gettext("just now")
    length = _whole(apart)
    return (
        gettext("{time} ago").format(time=length)
        if passed > timedelta(0)
        else gettext("in {time}").format(time=length)
    )


def span(length: timedelta | None) -> str:
    """Return `340 ms`, `2.5 s`, `12 min`, `3.5 h` or `2.1 d`; a dash for None."""
    if length is None:
        return NONE
    if length < _SECOND:
        return gettext("{number} ms").format(number=number(length / timedelta(milliseconds=1)))
    if length < _MINUTE:
        return gettext("{number} s").format(number=number(length / _SECOND, 1))
    if length < _HOUR:
        return _minutes(length / _MINUTE, 1)
    return _hours(length / _HOUR, 1) if length < 2 * _DAY else _days(length / _DAY, 1)


def without_stop(name: object) -> str:
    """Return a name for the end of a sentence. "Sierra Nova S.L." has a full stop of its own.

    Args:
        name: any object whose text is its name, such as a user.
    """
    return str(name).removesuffix(".")


def _whole(length: timedelta) -> str:
    if length < _HOUR:
        return _minutes(length // _MINUTE)
    return _hours(length // _HOUR) if length < _DAY else _days(length // _DAY)


def _minutes(count: float, digits: int = 0) -> str:
    return gettext("{number} min").format(number=number(count, digits))


def _hours(count: float, digits: int = 0) -> str:
    return pgettext("hours", "{number} h").format(number=number(count, digits))


def _days(count: float, digits: int = 0) -> str:
    return pgettext("days", "{number} d").format(number=number(count, digits))


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _dated(value: date, style: str) -> str:
    # Without its zone: moments of two zones are equal, and are not written alike.
    plain = value.replace(second=0, microsecond=0, tzinfo=None) if isinstance(value, datetime) else value
    return _written(plain, style, get_language() or "en")


@lru_cache(maxsize=4096)
def _written(value: date, style: str, _language: str) -> str:
    return date_format(value, style)


def _locale() -> Locale:
    return _parsed(get_language() or "en")


@cache
def _parsed(language: str) -> Locale:
    return Locale.parse(to_locale(language))


@cache
def _percent_pattern(locale: Locale, digits: int) -> NumberPattern:
    pattern = locale.percent_formats[None].pattern
    return parse_pattern(pattern.replace("#0", f"#0.{'#' * digits}") if digits else pattern)


@cache
def _money_pattern(locale: Locale, currency: str, digits: int) -> NumberPattern:
    pattern = locale.currency_formats["standard"].pattern.replace(
        "0.00", f"0.{'0' * digits}" if digits else "0"
    )
    # A code is set apart from the digits, a symbol is not.
    if get_currency_symbol(currency, locale=locale)[-1:].isalpha():
        pattern = pattern.replace("¤#", f"¤{NO_BREAK_SPACE}#")
    return parse_pattern(pattern)
