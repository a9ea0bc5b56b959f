"""Jobs of tracking."""

import dramatiq

from mauntic.tracking.services.timing import doubt_quick_visits


@dramatiq.actor(actor_name="tracking.doubt_quick_visits")
def doubt_quick() -> None:
    """Every minute: page views that came quicker than people read are a machine's."""
    doubt_quick_visits()
