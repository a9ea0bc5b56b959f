"""Limits of new leads: write keys and forms are public, so that anybody can use them."""

import time
from datetime import datetime
from typing import Literal
from uuid import UUID

import structlog
from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from redis.exceptions import RedisError

from mauntic.kernel.display import number
from mauntic.tracking.keys.models.keys import TrackingSettings, WriteKey
from mauntic.tracking.keys.models.log import RejectedMessage

log = structlog.get_logger(__name__)

HOUR = 3_600
LOGGED_EVERY = 60
"""Seconds between two log entries about one key, so that a flood does not fill the log."""


def channel_of(kind: Literal["key", "form"], origin_id: UUID) -> str:
    """Return the name of a write key or form in `ContactCreated`."""
    return f"{kind}:{origin_id}"


def take_room_for_leads(*, channel: str, wanted: int) -> int:
    """Count new leads of a channel against its hourly limit.

    Without a channel nothing is limited. Nor is it while the cache is unreachable: the budget and the hourly
    limit of enrichment are checked in the database.

    Returns: how many of the `wanted` leads may be created this hour.
    """
    if not channel or not wanted:
        return wanted
    limit = TrackingSettings.current().new_leads_per_hour
    counter = f"tracking.new_leads:{channel}:{int(time.time()) // HOUR}"
    try:
        cache.add(counter, 0, timeout=2 * HOUR)
        before = cache.incr(counter, wanted) - wanted
    except RedisError as error:
        log.warning("tracking.limit_not_counted", channel=channel, error=str(error))
        return wanted
    return max(0, min(wanted, limit - before))


def too_many_leads() -> str:
    """Return the sentence for leads above the limit."""
    limit = TrackingSettings.current().new_leads_per_hour
    return _("The limit of %(limit)s new leads per hour is reached. Raise it in Settings > Tracking.") % {
        "limit": number(limit)
    }


def log_refused_leads(*, site: WriteKey, count: int, at: datetime) -> None:
    """Log that no leads were created for `count` people, at most once a minute per key."""
    if count and cache.add(f"tracking.refused_leads:{site.pk}", 1, timeout=LOGGED_EVERY):
        refused = ngettext(
            "No lead was created for %(count)s person.", "No leads were created for %(count)s people.", count
        ) % {"count": number(count)}
        RejectedMessage.objects.create(write_key=site, reason=f"{refused} {too_many_leads()}", received_at=at)
