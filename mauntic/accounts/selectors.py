"""Reads of the accounts context."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from mauntic.accounts.models import OpeningHours, Role, User
from mauntic.kernel.business_hours import AROUND_THE_CLOCK, BusinessHours, ClosedDays
from mauntic.tenants.context import current_organization


def opening_hours() -> OpeningHours | None:
    """The row of business hours; None where every minute counts."""
    return OpeningHours.objects.first()


def business_hours() -> BusinessHours:
    """When the current organization works."""
    row = opening_hours()
    if row is None:
        return AROUND_THE_CLOCK
    return BusinessHours(
        zone=ZoneInfo(row.time_zone or current_organization().time_zone),
        week=tuple(tuple((opens, closes) for opens, closes in day) for day in row.week),
        closed_on=ClosedDays(row.country, row.subdivision, frozenset(row.closed_on)),
    )


def active_people(roles: Iterable[str] = Role.values) -> QuerySet[User]:
    """Those of these roles who may sign in, by name."""
    return User.objects.filter(is_active=True, role__in=roles)
