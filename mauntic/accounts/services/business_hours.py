"""Set the business hours."""

import zoneinfo
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from mauntic.accounts.models import OpeningHours
from mauntic.kernel.errors import Invalid
from mauntic.kernel.time.business_hours import DAYS_PER_WEEK, Week, countries

# With less per week a deadline of a few hours would be years away.
LEAST_PER_WEEK = timedelta(hours=1)


def set_business_hours(
    *,
    week: Week,
    time_zone: str = "",
    country: str = "",
    subdivision: str = "",
    closed_on: Sequence[date] = (),
) -> OpeningHours:
    """Set the hours that deadlines count. Existing deadlines do not change.

    Args: `week` has seven days from Monday on, in minutes after midnight.
    Returns: the stored hours.
    Raises: `Invalid` per field.
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
    """Count every minute. Existing deadlines do not change."""
    OpeningHours.objects.all().delete()


def _problems(week: Week, time_zone: str, country: str, subdivision: str) -> dict[str, str]:
    problems = {}
    open_minutes = sum(closes - opens for day in week for opens, closes in day)
    if len(week) != DAYS_PER_WEEK or timedelta(minutes=open_minutes) < LEAST_PER_WEEK:
        problems["week"] = _('Enter at least one hour per week, or choose "Around the clock".')
    if time_zone and time_zone not in zoneinfo.available_timezones():
        problems["time_zone"] = _('Unknown time zone "%(name)s". Use a name such as Europe/Berlin.') % {
            "name": time_zone
        }
    parts = countries().get(country) if country else []
    if parts is None:
        problems["country"] = _(
            'The holidays of "%(country)s" are unknown. Add them as other closed days.'
        ) % {"country": country}
    elif subdivision and subdivision not in parts:
        known = ", ".join(parts)
        problems["subdivision"] = (
            _('Unknown state or region "%(name)s". Use one of %(known)s.')
            % {"name": subdivision, "known": known}
            if known
            else _("Choose a country first.")
        )
    return problems
