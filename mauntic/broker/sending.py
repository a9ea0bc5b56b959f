"""How a message leaves for the workers."""

from functools import partial
from typing import Any

import dramatiq
import structlog
from django.db import transaction
from dramatiq.errors import BrokerConnectionError
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


def send(actor_name: str, *args: Any, delay_seconds: int = 0) -> bool:
    """Send a message to the actor of that name; False when the broker cannot be reached.

    Work that must not be lost has a row of its own and a schedule that sends it again, so an unreachable
    broker is a delay and no failure of the caller.
    """
    actor = dramatiq.get_broker().get_actor(actor_name)
    delay = delay_seconds * 1000 if delay_seconds else None
    try:
        actor.send_with_options(args=args, delay=delay)
    except (BrokerConnectionError, RedisError) as error:
        log.warning("broker.unreachable", actor=actor_name, error=str(error))
        return False
    return True


def send_on_commit(actor_name: str, *args: Any, delay_seconds: int = 0) -> None:
    """`send` once the current transaction is committed, at once without one."""
    transaction.on_commit(partial(send, actor_name, *args, delay_seconds=delay_seconds))
