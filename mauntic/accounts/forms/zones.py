"""Choices of time zones."""

import zoneinfo

from django.utils.translation import gettext as _


def time_zones() -> list[tuple[str, str]]:
    """Return values and labels. The empty one stands for that of the organization."""
    names = sorted(
        name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/")
    )
    return [
        ("", _("Same as the organization")),
        ("UTC", "UTC"),
        *((name, name.replace("_", " ")) for name in names),
    ]
