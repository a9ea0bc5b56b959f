"""Jobs of tracking."""

import dramatiq

from mauntic.tracking.services.log import forget_rejected_messages
from mauntic.tracking.services.timing import doubt_quick_visits


@dramatiq.actor(actor_name="tracking.doubt_quick_visits")
def doubt_quick() -> None:
    """Every minute: page views that came quicker than people read are a machine's."""
    doubt_quick_visits()


@dramatiq.actor(actor_name="tracking.forget_rejected")
def forget_rejected() -> None:
    """Every hour: what was refused long ago, or is too much."""
    forget_rejected_messages()
