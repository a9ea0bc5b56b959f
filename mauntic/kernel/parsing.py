"""What addresses and forms say, leniently."""

import uuid
from collections.abc import Iterable


def uuids(texts: Iterable[str]) -> list[uuid.UUID]:
    """The ids among the texts; what is no id is left out."""
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
