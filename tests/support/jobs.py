"""Runs jobs inside the test's own process and transaction."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import dramatiq

from mauntic.tenants.context import current_organization, enter

Capture = Callable[..., AbstractContextManager[list[Callable[[], None]]]]


def running_jobs(broker: dramatiq.Broker, capture: Capture) -> Callable[[], AbstractContextManager[None]]:
    """A context manager that runs a block and then all jobs that come of it, in order of sending."""
    waiting: deque[dramatiq.Message[Any]] = deque()

    def enqueue(message: dramatiq.Message[Any], *, delay: int | None = None) -> dramatiq.Message[Any]:
        broker.emit_before("enqueue", message, delay)
        # A delayed message is another try of something that failed: a test looks at its row instead.
        if not delay:
            waiting.append(message)
        return message

    @contextmanager
    def run() -> Iterator[None]:
        original = broker.enqueue
        broker.enqueue = enqueue  # type: ignore[method-assign]
        try:
            with capture(execute=True):
                yield
            while waiting:
                with capture(execute=True):
                    _work(broker, waiting.popleft())
        finally:
            broker.enqueue = original  # type: ignore[method-assign]

    return run


def _work(broker: dramatiq.Broker, message: dramatiq.Message[Any]) -> None:
    """What a worker thread does with one message, with errors raised to the test."""
    ours = [one for one in broker.middleware if type(one).__module__.startswith("mauntic.")]
    before = current_organization()
    for middleware in ours:
        middleware.before_process_message(broker, message)
    try:
        broker.get_actor(message.actor_name)(*message.args, **message.kwargs)
    finally:
        for middleware in reversed(ours):
            middleware.after_process_message(broker, message)
        enter(before)
