"""Browsers that forms and links name by what the page script calls them."""

from datetime import datetime
from uuid import UUID

from mauntic.kernel.stored_text import without_unstorable
from mauntic.tracking.services.visitors import Sighting, see_visitors

LONGEST_ID = 255


def seen_as(anonymous_id: str, *, at: datetime) -> UUID | None:
    """The visitor that calls itself so; None for a name that no browser gives itself."""
    name = without_unstorable(anonymous_id).strip()
    # A colon stands in the names that servers give their users.
    if not name or len(name) > LONGEST_ID or ":" in name:
        return None
    return see_visitors(sightings=[Sighting(name)], at=at)[name].id
