"""What starts automation. The contexts that know the facts register them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from mauntic.kernel.conditions import Field
from mauntic.kernel.translation import StrPromise

Settings = Mapping[str, Any]
Facts = Mapping[str, Any]
EVENT = "event."
"""What the keys of fields of an event begin with."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a record, with the facts that conditions may ask for.

    Their keys are those of the trigger's fields, without `event.`.
    """

    subject_id: UUID
    facts: Facts = field(default_factory=dict)


PastOf = Callable[[Settings, datetime, int], Sequence[Happening]]


@dataclass(frozen=True, slots=True)
class Crossing:
    """Records that have been in a state for as long as a sweep asks, by the instant that it counts from."""

    rows: QuerySet[Any]
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A kind of start.

    Args:
        key: stored, such as `stage_changed`.
        label: for people, such as "Deal moved to another stage".
        kinds: which of `workflow` and `journey` it starts.
        subject: the key of the kind of record.
        form: reads its settings.
        sentence: says trigger and settings, such as "a deal moved to Proposal".
        fields: facts of the event for conditions, by key, beginning with `event.`.
        matches: whether settings fit the facts. Of a sweep it is not asked.
        sweep: for time triggers: the records that crossed the line after a time, and by another: settings,
            after, until. Without it, the trigger is fired by events.
        present: the records that are at present in the state that it starts for, such as deals in a stage.
            Without it, nobody can ask that it starts for these, too.
        past: what happened since a time, at most so many: settings, since, limit. For "would have started".
        is_told: whether an event or a sweep tells it. Otherwise only people and the API begin its runs.
    """

    key: str
    label: StrPromise
    kinds: frozenset[str]
    subject: str
    form: type[forms.Form]
    sentence: Callable[[Settings], str]
    fields: Mapping[str, Field] = field(default_factory=dict)
    matches: Callable[[Settings, Facts], bool] = lambda _settings, _facts: True
    sweep: Callable[[Settings, datetime | None, datetime], Crossing] | None = None
    present: Callable[[Settings], QuerySet[Any]] | None = None
    past: PastOf | None = None
    is_told: bool = True


_triggers: dict[str, Trigger] = {}


def register_trigger(trigger: Trigger) -> None:
    """Add a kind of start."""
    _triggers[trigger.key] = trigger


def trigger_named(key: str) -> Trigger | None:
    """Return a kind of start by its key; None if this release has none of that name."""
    return _triggers.get(key)


def known_trigger(key: str) -> Trigger:
    """Return a kind of start that this release has. Raises: `KeyError`."""
    return _triggers[key]


def triggers_for(kind: str) -> list[Trigger]:
    """Return the kinds of start of workflows or of journeys, in the order in which they were added."""
    return [each for each in _triggers.values() if kind in each.kinds]


def told_by_events(subject: str | None = None) -> list[Trigger]:
    """Return the kinds of start that events tell, of one kind of record or of all."""
    return [
        each
        for each in _triggers.values()
        if each.is_told and not each.sweep and subject in (None, each.subject)
    ]


def sweeping() -> list[Trigger]:
    """Return the kinds of start that are looked for by time."""
    return [each for each in _triggers.values() if each.sweep]
