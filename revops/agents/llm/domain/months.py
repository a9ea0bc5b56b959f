"""The month of a budget, in the organization's time zone."""

from datetime import date, datetime, tzinfo


def month_of(moment: datetime, zone: tzinfo) -> date:
    """Return the first day of the month of a moment.

    Args:
        moment: with its time zone.
        zone: that of the organization.
    """
    return moment.astimezone(zone).date().replace(day=1)
