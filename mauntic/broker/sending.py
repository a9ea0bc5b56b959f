"""How a message leaves for the workers."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ParamSpec

import dramatiq
import structlog
from django.db import transaction
from dramatiq.errors import BrokerConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisSilent

from mauntic.broker.cause import current_cause
from mauntic.broker.jobs import Job
from mauntic.kernel.cooldown import Cooldown
from mauntic.kernel.log_limits import LogLimiter

P = ParamSpec("P")

log = structlog.get_logger(__name__)
limiter = LogLimiter()

# A request may send a dozen messages: a broker that hangs costs it one time-out, not twelve.
cooldown = Cooldown(seconds=5)


def enqueue(job: Job[P], *args: P.args, **kwargs: P.kwargs) -> None:
    """Have the job done once the current transaction is committed, at once without one.

    The message belongs to the organization and the cause of now: at the commit both may have been left.
    """
    transaction.on_commit(partial(_send, job.name, args, kwargs, _origin()))


def enqueue_in(seconds: int, job: Job[P], *args: P.args, **kwargs: P.kwargs) -> None:
    """`enqueue` a job that begins so many seconds from now; a worker keeps it in memory until then."""
    transaction.on_commit(partial(_send, job.name, args, kwargs, _origin(), seconds))


def enqueue_at_once(job: Job[P], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Have the job done without waiting for a commit; False when the broker cannot be reached.

    Work that must not be lost has a row of its own and a schedule that sends it again, so an unreachable
    broker is a delay and no failure of the caller.
    """
    return _send(job.name, args, kwargs, _origin())


def enqueue_named(name: str) -> bool:
    """`enqueue_at_once` for the clock, whose rows know the job by its name."""
    return _send(name, (), {}, _origin())


def _send(
    name: str, args: Sequence[Any], kwargs: Mapping[str, Any], origin: dict[str, Any], seconds: int = 0
) -> bool:
    actor = dramatiq.get_broker().get_actor(name)
    delay = seconds * 1000 if seconds else None
    if cooldown.is_on:
        return False
    try:
        actor.send_with_options(args=tuple(args), kwargs=dict(kwargs), delay=delay, **origin)
    except (BrokerConnectionError, RedisError) as error:
        if isinstance(error, RedisSilent):
            cooldown.begin()
        if (held_back := limiter.admit(type(error).__name__)) is not None:
            log.warning("broker.unreachable", actor=name, error=str(error), held_back=held_back)
        return False
    return True


def _origin() -> dict[str, Any]:
    """The options of a message that say on whose behalf it is sent."""
    from mauntic.tenants import context  # noqa: PLC0415 (needs loaded apps, and this package is one)

    cause = current_cause()
    origin: dict[str, Any] = {"cause": [cause.kind, cause.id]} if cause else {}
    return origin if context.in_public() else origin | {"schema": context.current_schema()}
