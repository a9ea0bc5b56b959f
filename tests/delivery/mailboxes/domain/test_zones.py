"""The zone of a person, where nothing leaves a doubt about it."""

from datetime import UTC, datetime

import pytest

from mauntic.delivery.mailboxes.domain.zones import zone_of

NOW = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("phone", "country", "zone"),
    [
        ("+493012345678", "US", "Europe/Berlin"),
        ("+14155550100", "", "America/Los_Angeles"),
        ("+18005550100", "", ""),
        ("+18005550100", "JP", "Asia/Tokyo"),
        ("030 12345678", "DE", "Europe/Berlin"),
        ("", "US", ""),
        ("", "ES", ""),
        ("", "xx", ""),
        ("+", "", ""),
    ],
)
def test_phone_and_country_name_a_zone_or_none(phone: str, country: str, zone: str) -> None:
    assert zone_of(phone, country, NOW) == zone
