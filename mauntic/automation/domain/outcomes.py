"""What an action is asked to do, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
"""The waits before the automatic attempts after a temporary failure."""


class WaitKind(StrEnum):
    """What a run waits for. The values are stored."""

    TIME = "time"
    EVENT = "event"
    RETRY = "retry"
    LATER = "later"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Planned:
    """What an action would do for one record.

    Args:
        inputs: its settings with the texts filled, as people and the run page see them.
        blocked: why it is left out, in words; the run goes on with the next step.
    """

    inputs: Mapping[str, Any] = field(default_factory=dict)
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The action was done.

    Args:
        output: what it made, such as the id of a task.
        branch: the branch that the run takes, of a split.
        ends: whether the run ends here.
    """

    output: Mapping[str, Any] = field(default_factory=dict)
    branch: str = ""
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """The action was left out, for a reason in words. The run goes on."""

    reason: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The run goes on behind this step at a time, or when something happens, whichever comes first.

    Args:
        until: the time; None only with an event.
        event: the key of the trigger that is waited for.
        event_settings: of that trigger.
    """

    until: datetime | None
    event: str = ""
    event_settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Later:
    """The action may not be done now, for a reason in words: it is done at a later time."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The action failed: a stable code, and a sentence for people. Actions raise an error instead.

    Of one that `is_unknown`, nobody knows whether it was done: only a person does it again.
    """

    code: str
    said: str
    is_temporary: bool = False
    is_unknown: bool = False


Outcome: TypeAlias = Done | Skipped | Waiting | Later | Failed


@dataclass(frozen=True, slots=True)
class Call:
    """An action for one record.

    Args:
        run_id: the run; a new id in a dry run.
        key: the same for each attempt: what `Idempotency-Key` sends.
        kind: `workflow` or `journey`.
        definition_id: the workflow or journey.
        name: its name.
        trigger: the key of the trigger of the version.
        subject_kind: `deal` or `contact`.
        subject_id: the record.
        facts: what the event said.
        by: the person with whose rights it acts; None if they are gone.
        at: now.
    """

    run_id: UUID
    key: str
    kind: str
    definition_id: UUID
    name: str
    trigger: str
    subject_kind: str
    subject_id: UUID
    facts: Mapping[str, Any]
    by: Any
    at: datetime

    @property
    def step(self) -> str:
        """Return the id of the step."""
        return self.key.removeprefix(f"{self.run_id}-")


def retry_at(attempt: int, at: datetime) -> datetime | None:
    """Return when the attempt after this one is made by itself; None after the last."""
    return at + RETRIES[attempt - 1] if attempt <= len(RETRIES) else None
