"""Publishing, delivering and replaying events."""

from mauntic.events.services.addressing import gathered
from mauntic.events.services.delivery import deliver, redeliver_due
from mauntic.events.services.encoded import EncodedFacts, publish_encoded
from mauntic.events.services.publishing import publish, publish_many
from mauntic.events.services.replays import ReplayPlan, replay, retry_dead
from mauntic.events.services.rows import facts_in_sql, reads_row

__all__ = [
    "EncodedFacts",
    "ReplayPlan",
    "deliver",
    "facts_in_sql",
    "gathered",
    "publish",
    "publish_encoded",
    "publish_many",
    "reads_row",
    "redeliver_due",
    "replay",
    "retry_dead",
]
