"""The zones to choose from."""

import zoneinfo


def time_zones() -> list[tuple[str, str]]:
    """Names and labels; the empty one is the organization's."""
    names = sorted(
        name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/")
    )
    return [("", "As the organization"), ("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]
