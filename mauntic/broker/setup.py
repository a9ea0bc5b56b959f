"""The broker of this installation."""

import dramatiq
from django.conf import settings
from django_dramatiq.middleware import DbConnectionsMiddleware
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import (
    AgeLimit,
    Callbacks,
    Pipelines,
    Retries,
    ShutdownNotifications,
    TimeLimit,
)

from mauntic.broker.middleware import CauseMiddleware, OrganizationMiddleware

# Milliseconds after its last heartbeat at which a killed worker's messages are taken back, by any other
# worker that does maintenance: at one fetch in ten (100,000 in a million). With Dramatiq's own numbers
# they lie for minutes.
HEARTBEAT_TIMEOUT = 15_000
MAINTENANCE_CHANCE = 100_000


def set_up() -> None:
    """Make the Redis broker with our middleware the one that actors and messages use."""
    broker = RedisBroker(
        url=settings.REDIS_URL,
        heartbeat_timeout=HEARTBEAT_TIMEOUT,
        maintenance_chance=MAINTENANCE_CHANCE,
        middleware=[
            AgeLimit(),
            TimeLimit(),
            ShutdownNotifications(),
            Callbacks(),
            Pipelines(),
            Retries(max_retries=5, min_backoff=1000),
            DbConnectionsMiddleware(),
            OrganizationMiddleware(),
            CauseMiddleware(),
        ],
    )
    dramatiq.set_broker(broker)
