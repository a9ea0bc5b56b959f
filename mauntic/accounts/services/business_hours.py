"""When the organization works."""

import zoneinfo
from collections.abc import Sequence
from datetime import date, timedelta

from mauntic.accounts.models import OpeningHours
from mauntic.kernel.business_hours import DAYS_PER_WEEK, Week, countries
from mauntic.kernel.errors import Invalid

# Less than this a week, and a promise of a few hours would end years later.
LEAST_PER_WEEK = timedelta(hours=1)


def set_business_hours(
    *,
    week: Week,
    time_zone: str = "",
    country: str = "",
    subdivision: str = "",
    closed_on: Sequence[date] = (),
) -> OpeningHours:
    """Count deadlines in these hours from now on; those that are set already stay as they are.

    `week` is Monday first, in minutes after midnight. `Invalid` names what cannot be.
    """
    problems = _problems(week, time_zone, country, subdivision)
    if problems:
        raise Invalid(problems)
    values = {
        "week": [sorted([opens, closes] for opens, closes in day) for day in week],
        "time_zone": time_zone,
        "country": country,
        "subdivision": subdivision,
        "closed_on": sorted(set(closed_on)),
    }
    row, _ = OpeningHours.objects.update_or_create(pk=1, defaults=values)
    return row


def work_around_the_clock() -> None:
    """Every minute counts from now on."""
    OpeningHours.objects.all().delete()


def _problems(week: Week, time_zone: str, country: str, subdivision: str) -> dict[str, str]:
    problems = {}
    open_minutes = sum(closes - opens for day in week for opens, closes in day)
    if len(week) != DAYS_PER_WEEK or timedelta(minutes=open_minutes) < LEAST_PER_WEEK:
        problems["week"] = "Be open for an hour a week at least, or choose “around the clock”."
    if time_zone and time_zone not in zoneinfo.available_timezones():
        problems["time_zone"] = f"“{time_zone}” is no time zone. Use a name such as Europe/Berlin."
    parts = countries().get(country) if country else []
    if parts is None:
        problems["country"] = f"The holidays of “{country}” are not known. Add the days below instead."
    elif subdivision and subdivision not in parts:
        known = ", ".join(parts)
        problems["subdivision"] = (
            f"“{subdivision}” is none of {known}." if known else "Choose a country first."
        )
    return problems
