"""Send messages to the workers."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from functools import partial
from typing import Any, ParamSpec

import dramatiq
import structlog
from django.db import transaction
from dramatiq.errors import BrokerConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisSilent

from mauntic.broker.actor import SYSTEM, current_actor
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
    """Send a job to the workers at the commit of the current transaction, or at once without one.

    The message has the current organization, cause and actor, since all may have been left by the commit.
    """
    transaction.on_commit(partial(_send, job.name, args, kwargs, _origin()))


def enqueue_in(seconds: int, job: Job[P], *args: P.args, **kwargs: P.kwargs) -> None:
    """Send a job to the workers, as `enqueue` does, that starts after a delay.

    Args: `seconds` is the delay, during which a worker keeps the job in memory.
    """
    transaction.on_commit(partial(_send, job.name, args, kwargs, _origin(), seconds))


def enqueue_at_once(job: Job[P], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Send a job to the workers without waiting for a commit.

    Work that must not be lost has a row of its own and a schedule that sends it again. So an unreachable
    broker delays the work, and the caller does not fail.

    Returns: whether the broker took the message.
    """
    return _send(job.name, args, kwargs, _origin())


def enqueue_named(name: str) -> bool:
    """Send a job by its name, as `enqueue_at_once` does. The rows of the clock hold only the name.

    Returns: whether the broker took the message.
    """
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
    """Return the options of a message for its organization, cause and actor."""
    from mauntic.tenants import context  # noqa: PLC0415 (needs loaded apps, and this package is one)

    cause, actor = current_cause(), current_actor()
    origin: dict[str, Any] = {"cause": [cause.kind, cause.id]} if cause else {}
    if actor != SYSTEM:
        origin["actor"] = list(astuple(actor))
    return origin if context.in_public() else origin | {"schema": context.current_schema()}
