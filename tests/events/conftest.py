"""Receivers that remember, connected for one test."""

from collections.abc import Callable

import pytest

from mauntic.events.catalog import Event


class Listener:
    """Remembers the batches that it was told of; `fails` decides whether it refuses one."""

    def __init__(self, name: str) -> None:
        self.name = f"tests.events.{name}"
        self.batches: list[list[Event]] = []
        self.fails: Callable[[list[Event]], bool] = lambda events: False
        self.then: Callable[[list[Event]], None] = lambda events: None

    @property
    def numbers(self) -> list[int]:
        return [event.number for batch in self.batches for event in batch]

    def __call__(self, events: list[Event], **_: object) -> None:
        self.then(events)
        if self.fails(events):
            raise ValueError("not today")
        self.batches.append(events)


@pytest.fixture
def listen():
    """`listen(Counted)` connects a new `Listener`; `listen(Counted, "other")` a second one."""
    connected = []

    def connect(event: type[Event], name: str = "listener") -> Listener:
        listener = Listener(name)
        event.signal.connect(listener, dispatch_uid=listener.name)
        connected.append((event, listener))
        return listener

    yield connect
    for event, listener in connected:
        event.signal.disconnect(listener, dispatch_uid=listener.name)
