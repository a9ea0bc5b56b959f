"""Runs jobs inside the test's own transaction."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import dramatiq
from dramatiq.middleware import Middleware


class _Collect(Middleware):
    """Keeps what would go to Redis."""

    def __init__(self) -> None:
        self.messages: deque[dramatiq.Message[Any]] = deque()


def running_jobs(
    broker: dramatiq.Broker, capture: Callable[..., AbstractContextManager[list[Callable[[], None]]]]
) -> Callable[[], AbstractContextManager[None]]:
    """A context manager that runs a block and then all jobs that come of it, in order of sending."""
    collected = _Collect()

    def enqueue(message: dramatiq.Message[Any], *, delay: int | None = None) -> dramatiq.Message[Any]:
        broker.emit_before("enqueue", message, delay)
        # A delayed message is a retry of something that failed: a test looks at the row instead.
        if not delay:
            collected.messages.append(message)
        return message

    @contextmanager
    def run() -> Iterator[None]:
        original = broker.enqueue
        broker.enqueue = enqueue  # type: ignore[method-assign]
        try:
            with capture(execute=True):
                yield
            while collected.messages:
                with capture(execute=True):
                    _work(broker, collected.messages.popleft())
        finally:
            broker.enqueue = original  # type: ignore[method-assign]

    return run


def _work(broker: dramatiq.Broker, message: dramatiq.Message[Any]) -> None:
    """What a worker thread does with one message, with errors raised to the test."""
    organization = [m for m in broker.middleware if type(m).__module__.startswith("mauntic.")]
    from mauntic.tenants.context import current_organization, entered

    before = current_organization()
    for middleware in organization:
        middleware.before_process_message(broker, message)
    try:
        broker.get_actor(message.actor_name)(*message.args, **message.kwargs)
    finally:
        for middleware in reversed(organization):
            middleware.after_process_message(broker, message)
        from mauntic.tenants.context import enter

        enter(before)
