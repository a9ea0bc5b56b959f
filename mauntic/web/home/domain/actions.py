"""My day: one row per lead or deal, with all its reasons and the obvious first action."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from uuid import UUID

_NEVER = datetime.max.replace(tzinfo=UTC)


class Kind(StrEnum):
    """Why a lead or deal is on the list. `answer` is a reply in the inbox, `reply` an alert about one."""

    ANSWER = "answer"
    REPLY = "reply"
    ALERT = "alert"
    TASK = "task"
    RISK = "risk"
    HOT = "hot"


class Section(IntEnum):
    """A part of the list, in order."""

    NOW = 1
    TOMORROW = 2
    HOT = 3


class Action(StrEnum):
    """The first thing to do."""

    TAKE = "take"
    REPLY = "reply"
    CALL = "call"
    EMAIL = "email"
    COMPLETE = "complete"
    MOVE = "move"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason to act on a record. `row` is the reply, alert, task or deal behind it.

    `at` is when it runs out; of a reply, since when it waits: it is due from then on.
    """

    kind: Kind
    record: Hashable
    row: UUID
    at: datetime | None = None
    is_call: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """How a person can be reached, and their score. A record without a person has none of it."""

    has_owner: bool = True
    has_phone: bool = False
    has_email: bool = False
    score: float = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A record with its reasons, what runs out first in front."""

    record: Hashable
    section: Section
    action: Action
    reasons: tuple[Reason, ...]

    @property
    def at(self) -> datetime | None:
        """Return when the first reason runs out; None if none does."""
        return self.reasons[0].at


def plan_day(reasons: Iterable[Reason], *, reach: Mapping[Hashable, Reach], tonight: datetime) -> list[Row]:
    """Group reasons by record, and order the rows by what runs out first.

    Args:
        reasons: all reasons, in any order.
        reach: what is known of the person of a record.
        tonight: the end of the day. Tasks that are due later do not wait today.

    Returns: the rows by section; those that never run out last, the highest score first.
    """
    grouped: dict[Hashable, list[Reason]] = {}
    for reason in reasons:
        grouped.setdefault(reason.record, []).append(reason)
    rows = [_row(record, found, reach.get(record, Reach()), tonight) for record, found in grouped.items()]
    return sorted(rows, key=lambda row: _place(row, reach))


def _row(record: Hashable, found: list[Reason], person: Reach, tonight: datetime) -> Row:
    ordered = tuple(sorted(found, key=lambda reason: (reason.at or _NEVER, list(Kind).index(reason.kind))))
    return Row(record, min(_section(each, tonight) for each in ordered), _action(ordered, person), ordered)


def _section(reason: Reason, tonight: datetime) -> Section:
    if reason.kind == Kind.HOT:
        return Section.HOT
    is_later = reason.kind == Kind.TASK and reason.at is not None and reason.at >= tonight
    return Section.TOMORROW if is_later else Section.NOW


def _action(reasons: tuple[Reason, ...], person: Reach) -> Action:
    kinds = {reason.kind for reason in reasons}
    if Kind.ANSWER in kinds:
        return Action.REPLY
    if not person.has_owner and kinds & {Kind.ALERT, Kind.REPLY, Kind.HOT}:
        return Action.TAKE
    if Kind.REPLY in kinds and person.has_email:
        return Action.REPLY
    first = reasons[0]
    if first.kind == Kind.TASK and not (first.is_call and person.has_phone):
        return Action.COMPLETE
    if first.kind == Kind.RISK:
        return Action.MOVE
    return _contact(person)


def _contact(person: Reach) -> Action:
    if person.has_phone:
        return Action.CALL
    return Action.EMAIL if person.has_email else Action.OPEN


def _place(row: Row, reach: Mapping[Hashable, Reach]) -> tuple[Section, datetime, float, str]:
    score = reach.get(row.record, Reach()).score
    return row.section, row.at or _NEVER, -score, str(row.record)
