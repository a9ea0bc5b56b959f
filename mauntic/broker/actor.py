"""Who does the current work: a person, a program or Mauntic itself. Every stored change keeps it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

LONGEST_LABEL = 120


class ActorKind(StrEnum):
    """What acts. The values are stored."""

    PERSON = "person"
    KEY = "key"
    IMPORT = "import"
    VENDOR = "vendor"
    VISITOR = "visitor"
    RULE = "rule"
    # A run of a workflow or journey: `id` is that of the run, or of the workflow or journey for what a set of
    # runs did together; `label` is the name of the workflow or journey.
    WORKFLOW = "workflow"
    JOURNEY = "journey"
    # An agent: `id` is that of the proposal, `label` names the agent and who approved it.
    AGENT = "agent"
    SYSTEM = "system"
    # Mauntic itself, which makes a value of another one: the seniority from a job title.
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes something.

    `id` is that of the user, API key, import, channel or rule, or the field that a value is derived from.
    `label` is its name at that time, so that the history stays readable after it was renamed or deleted.
    `is_undo` marks work that takes back earlier work.
    """

    kind: str = ActorKind.SYSTEM
    id: str = ""
    label: str = ""
    is_undo: bool = False


SYSTEM = Actor()
# A request knows its user late, and most requests change nothing: the actor is asked for when it is needed.
_current: ContextVar[Actor | Callable[[], Actor]] = ContextVar("actor", default=SYSTEM)
_on_records: ContextVar[Mapping[UUID, Actor]] = ContextVar("actor_on_records", default=MappingProxyType({}))


def current_actor() -> Actor:
    """Return who does the current work. Mauntic itself if nobody else is known."""
    found = _current.get()
    return found() if callable(found) else found


def actor_on(record_id: UUID) -> Actor:
    """Return who does what is done to a record now: in a set, each record may have an actor of its own."""
    return _on_records.get().get(record_id) or current_actor()


def set_actor(actor: Actor) -> None:
    """Set the actor of all further work of this thread, for messages of workers."""
    _current.set(actor)


@contextmanager
def acting(
    actor: Actor | Callable[[], Actor], *, on: Mapping[UUID, Actor] = MappingProxyType({})
) -> Iterator[None]:
    """Set the actor of the work inside the block.

    Args:
        actor: may be a function that returns it, which is called for each change.
        on: who acts on single records of a set instead, by id of the record.
    """
    token, on_token = _current.set(actor), _on_records.set(on)
    try:
        yield
    finally:
        _on_records.reset(on_token)
        _current.reset(token)


@contextmanager
def undoing() -> Iterator[None]:
    """Mark the changes inside the block as an undo of earlier ones. The actor stays.

    Services that undo use it as a decorator: `@undoing()`.
    """
    with acting(replace(current_actor(), is_undo=True)):
        yield
