"""What addresses and forms say, leniently."""

import uuid
from collections.abc import Iterable


def uuids(texts: Iterable[str]) -> list[uuid.UUID]:
    """Return the ids among the texts. Other texts are left out."""
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
