"""The organization's calendar days, so that "overdue" and "this month" mean the same for all its users."""

from datetime import date, datetime

from mauntic.kernel import clock
from mauntic.kernel.time.calendar import Zone, time_zone
from mauntic.tenants.context import current_organization


def organization_zone() -> Zone:
    """Return the zone in which the organization's days begin and end."""
    return time_zone(current_organization().time_zone)


def today(at: datetime | None = None) -> date:
    """Return the organization's calendar day of `at`, now by default.

    Not the day in the user's own time zone: two users would see different deals as overdue.
    """
    return (at or clock.now()).astimezone(organization_zone()).date()
