"""The cause of the current work, which events store as a chain."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_current: ContextVar["Cause | None"] = ContextVar("cause", default=None)


@dataclass(frozen=True, slots=True)
class Cause:
    """The request, command, job or event that led to something. `kind` is one of these four words."""

    kind: str
    id: str


def current_cause() -> Cause | None:
    """Return the cause of the current work. None if it is unknown."""
    return _current.get()


def set_cause(cause: Cause | None) -> None:
    """Set the cause of all further work of this thread, for messages of workers."""
    _current.set(cause)


@contextmanager
def caused_by(cause: Cause) -> Iterator[None]:
    """Set the cause of the work inside the block."""
    token = _current.set(cause)
    try:
        yield
    finally:
        _current.reset(token)
