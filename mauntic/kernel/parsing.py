"""What addresses and forms say, leniently."""

import uuid
from collections.abc import Iterable
from datetime import datetime

# The database holds more years than Python compares across time zones.
_EARLIEST, _LATEST = 1000, 9000


def uuids(texts: Iterable[str]) -> list[uuid.UUID]:
    """Return the ids among the texts. Other texts are left out."""
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def moment_of(text: str) -> datetime | None:
    """Return the moment that an ISO text with a time zone names. None for any other text."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo and _EARLIEST < found.year < _LATEST else None
