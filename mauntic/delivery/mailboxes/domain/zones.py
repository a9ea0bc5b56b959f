"""The time zone of a person, if phone number or country leave no doubt about it."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from babel.core import get_global
from phonenumbers import timezone

HALF_A_YEAR = timedelta(days=182)


def zone_of(phone: str, country: str, now: datetime) -> str:
    """Return the name of the zone; empty where several are possible.

    A phone number counts first: its prefix says where it was given out. Numbers without a place, such as
    toll-free ones, have many zones and say nothing. A country counts if all its clocks show the same time.

    Args:
        phone: in international form.
        country: ISO 3166-1 alpha-2.
        now: clocks are compared now and in half a year.
    """
    return _of_phone(phone) or _of_country(country.upper(), now.date().toordinal())


@lru_cache(maxsize=4096)
def _of_phone(phone: str) -> str:
    if not phone.startswith("+"):
        return ""
    try:
        zones = timezone.time_zones_for_number(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return ""
    return str(zones[0]) if len(zones) == 1 and zones[0] != timezone.UNKNOWN_TIMEZONE else ""


@lru_cache(maxsize=1024)
def _of_country(country: str, day: int) -> str:
    names = sorted(zone for zone, territory in get_global("zone_territories").items() if territory == country)
    zones = [zone for name in names if (zone := _zone(name))]
    clocks = {_clock(zone, day) for zone in zones}
    return zones[0].key if len(clocks) == 1 and zones[0].key else ""


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _clock(zone: ZoneInfo, day: int) -> tuple[timedelta | None, timedelta | None]:
    noon = datetime.fromordinal(day).replace(hour=12)
    return zone.utcoffset(noon), zone.utcoffset(noon + HALF_A_YEAR)
