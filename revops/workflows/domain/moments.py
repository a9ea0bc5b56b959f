"""The moment that lies so many days before another, by the clocks of a time zone."""

from datetime import UTC, datetime, timedelta, tzinfo


def days_before(moment: datetime, days: float, zone: tzinfo) -> datetime:
    """Return the moment whose local time is the same, so many days earlier.

    A deal that entered its stage at 10:00 has been in it for 14 days at 10:00, whether or not the clocks were
    changed in between.

    Args:
        moment: any.
        days: may be a fraction.
        zone: of the organization.
    """
    local = moment.astimezone(zone).replace(tzinfo=None) - timedelta(days=days)
    return local.replace(tzinfo=zone).astimezone(UTC)
