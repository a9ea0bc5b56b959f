"""The cache that answers "not there" while Redis is away: what it holds can be computed again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisUnreachable
from redis.exceptions import TimeoutError as RedisSilent
from redis.retry import Retry

from mauntic.kernel.cooldown import Cooldown
from mauntic.kernel.log_limits import LogLimiter

log = structlog.get_logger(__name__)
limiter = LogLimiter()

# Seconds that a request waits for a Redis that hangs, and that it is left alone afterwards.
SOCKET_TIMEOUT = 0.5
cooldown = Cooldown(seconds=5)

CONNECTION = {
    "socket_timeout": SOCKET_TIMEOUT,
    "socket_connect_timeout": SOCKET_TIMEOUT,
    # Once more, for a connection that was closed while nobody used it. A time-out is not waited for twice.
    "retry": Retry(NoBackoff(), 1, supported_errors=(RedisUnreachable,)),
}


def _open(method: Callable[..., Any], otherwise: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method, with what `otherwise` makes of its arguments as the answer while Redis is away."""

    @wraps(method)
    def guarded(client: RedisCacheClient, *arguments: Any, **named: Any) -> Any:
        if not cooldown.is_on:
            try:
                return method(client, *arguments, **named)
            except (RedisUnreachable, RedisSilent) as error:
                _note(error)
        return otherwise(*arguments, **named)

    return guarded


def _note(error: RedisUnreachable | RedisSilent) -> None:
    if isinstance(error, RedisSilent):  # a refusal costs no time
        cooldown.begin()
    if (held_back := limiter.admit(type(error).__name__)) is not None:
        log.warning("cache.unreachable", error=str(error), held_back=held_back)


class OpenCacheClient(RedisCacheClient):
    """Forget what is set and find nothing while Redis is away. A limit that counts here lets all pass."""

    add = _open(RedisCacheClient.add, lambda *_: True)
    get = _open(RedisCacheClient.get, lambda _key, default: default)
    set = _open(RedisCacheClient.set, lambda *_: None)
    touch = _open(RedisCacheClient.touch, lambda *_: False)
    delete = _open(RedisCacheClient.delete, lambda *_: False)
    get_many = _open(RedisCacheClient.get_many, lambda *_: {})
    has_key = _open(RedisCacheClient.has_key, lambda *_: False)
    incr = _open(RedisCacheClient.incr, lambda _key, delta: delta)
    set_many = _open(RedisCacheClient.set_many, lambda *_: None)
    delete_many = _open(RedisCacheClient.delete_many, lambda *_: None)


class OpenRedisCache(RedisCache):
    """Django's Redis cache with the client above. Take the alias `exact` where a lost entry does harm."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OpenCacheClient
