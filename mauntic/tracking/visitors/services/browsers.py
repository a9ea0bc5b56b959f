"""Find browsers by the id that the page script adds to forms and links."""

from datetime import datetime
from uuid import UUID

from mauntic.kernel.values.stored_text import without_unstorable
from mauntic.tracking.visitors.domain.names import name_of
from mauntic.tracking.visitors.services.linking import Sighting, see_visitors

LONGEST_ID = 255


def seen_as(anonymous_id: str, *, at: datetime) -> UUID | None:
    """Return the id of the visitor, created if it is new. None for ids that no browser has."""
    name = name_of(without_unstorable(anonymous_id))
    # Only ids of users that servers sent contain a colon.
    if not name or len(name) > LONGEST_ID or ":" in name:
        return None
    return see_visitors(sightings=[Sighting(name)], at=at)[name].id
