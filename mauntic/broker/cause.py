"""What made the current work happen: the chain of causes that events keep."""

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
    """The cause of the work that runs now, if it is known."""
    return _current.get()


def set_cause(cause: Cause | None) -> None:
    """Name the cause of all that this thread does from now on, for a worker's message."""
    _current.set(cause)


@contextmanager
def caused_by(cause: Cause) -> Iterator[None]:
    """Name `cause` as the reason of everything inside the block."""
    token = _current.set(cause)
    try:
        yield
    finally:
        _current.reset(token)
