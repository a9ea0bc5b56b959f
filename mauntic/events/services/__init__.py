"""Publishing, delivering and replaying events."""

from mauntic.events.services.deliver import deliver, redeliver_due
from mauntic.events.services.encoded import EncodedFacts, publish_encoded
from mauntic.events.services.publish import publish, publish_many
from mauntic.events.services.replay import ReplayPlan, replay, retry_dead

__all__ = [
    "EncodedFacts",
    "ReplayPlan",
    "deliver",
    "publish",
    "publish_encoded",
    "publish_many",
    "redeliver_due",
    "replay",
    "retry_dead",
]
