"""The broker of this installation."""

import dramatiq
from django.conf import settings
from django_dramatiq.middleware import DbConnectionsMiddleware
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import AgeLimit, Retries, ShutdownNotifications, TimeLimit
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisUnreachable
from redis.retry import Retry

from mauntic.broker.middleware import CauseMiddleware, OrganizationMiddleware

# Milliseconds after its last heartbeat at which a killed worker's messages are taken back, by any fetch
# of their queue that does maintenance: every second one (500,000 in a million). An idle worker fetches
# once a second, so they are back a few seconds later. With Dramatiq's own numbers they lie for minutes.
HEARTBEAT_TIMEOUT = 15_000
MAINTENANCE_CHANCE = 500_000


def set_up() -> None:
    """Make the Redis broker with our middleware the one that actors and messages use."""
    client = Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=settings.REDIS_TIMEOUT,
        socket_connect_timeout=settings.REDIS_TIMEOUT,
        # Once more on a connection that was closed meanwhile; a time-out is not waited for twice.
        retry=Retry(NoBackoff(), 1, supported_errors=(RedisUnreachable,)),
    )
    broker = RedisBroker(  # type: ignore[no-untyped-call]  # dramatiq leaves it untyped
        client=client,
        heartbeat_timeout=HEARTBEAT_TIMEOUT,
        maintenance_chance=MAINTENANCE_CHANCE,
        middleware=[
            AgeLimit(),
            TimeLimit(),
            ShutdownNotifications(),
            Retries(max_retries=5, min_backoff=1000),
            DbConnectionsMiddleware(),
            OrganizationMiddleware(),
            CauseMiddleware(),
        ],
    )
    dramatiq.set_broker(broker)
