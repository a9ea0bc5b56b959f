"""How a message leaves for the workers."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import dramatiq
import structlog
from django.db import transaction
from dramatiq.errors import BrokerConnectionError
from redis.exceptions import RedisError

from mauntic.broker.cause import current_cause

log = structlog.get_logger(__name__)


def send(actor_name: str, *args: Any, delay_seconds: int = 0) -> bool:
    """Send a message to the actor of that name; False when the broker cannot be reached.

    Work that must not be lost has a row of its own and a schedule that sends it again, so an unreachable
    broker is a delay and no failure of the caller.
    """
    return _send(actor_name, args, delay_seconds, _origin())


def send_on_commit(actor_name: str, *args: Any, delay_seconds: int = 0) -> None:
    """`send` once the current transaction is committed, at once without one.

    The message belongs to the organization and the cause of now: at the commit both may have been left.
    """
    transaction.on_commit(partial(_send, actor_name, args, delay_seconds, _origin()))


def _send(actor_name: str, args: Sequence[Any], delay_seconds: int, origin: dict[str, Any]) -> bool:
    actor = dramatiq.get_broker().get_actor(actor_name)
    delay = delay_seconds * 1000 if delay_seconds else None
    try:
        actor.send_with_options(args=tuple(args), delay=delay, **origin)
    except (BrokerConnectionError, RedisError) as error:
        log.warning("broker.unreachable", actor=actor_name, error=str(error))
        return False
    return True


def _origin() -> dict[str, Any]:
    """The options of a message that say on whose behalf it is sent."""
    from mauntic.tenants import context  # noqa: PLC0415 (needs loaded apps, and this package is one)

    cause = current_cause()
    origin: dict[str, Any] = {"cause": [cause.kind, cause.id]} if cause else {}
    return origin if context.in_public() else origin | {"schema": context.current_schema()}
