"""Days that are closed in one of several calendars."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ClosedInAny(Container[date]):
    """Closed days of the organization and public holidays of a lead's country together."""

    calendars: tuple[Container[date], ...]

    def __contains__(self, day: object) -> bool:
        return any(day in each for each in self.calendars)
