"""What automation is about: deals and contacts, which their contexts register."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from mauntic.accounts.models import User
from mauntic.events.catalog.records import Named
from mauntic.kernel.conditions import Field
from mauntic.kernel.conditions.sql import Column
from mauntic.kernel.translation import StrPromise

DEAL, CONTACT = "deal", "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A kind of record.

    Args:
        key: `deal` or `contact`.
        label: its name for people.
        rows: all records. They have an `owner`.
        fields: what conditions may compare, by key.
        columns: where `rows` has these fields.
        visible: the records that a person may see. They have a `search` by text.
        seen_by: which of some people may see each of some records, by id, in a constant number of queries.
        names: the names and pages of records by id, in one query.
        lock: locks records against other writers until commit, with what is locked before them, by id.
        standings: how existing records are doing, such as `open` or `won`, by id, in one query. Someone who
            waits goes on only if this did not change.
        standing_words: a sentence for each of these, for runs that end.
        tokens: what texts may insert, by name.
        values: the values of all tokens by record, in a constant number of queries.
        contacts: the lead of each record that has one.
    """

    key: str
    label: StrPromise
    rows: Callable[[], QuerySet[Any]]
    fields: Callable[[], Mapping[str, Field]]
    columns: Callable[[], Mapping[str, Column]]
    visible: Callable[[User], QuerySet[Any]]
    seen_by: Callable[[Collection[User], Collection[UUID]], Mapping[UUID, set[UUID]]]
    names: Callable[[Collection[UUID]], Mapping[UUID, Named]]
    lock: Callable[[Collection[UUID]], None]
    standings: Callable[[Collection[UUID]], Mapping[UUID, str]]
    standing_words: Mapping[str, StrPromise]
    tokens: Mapping[str, StrPromise]
    values: Callable[[Collection[UUID]], Mapping[UUID, Mapping[str, str]]]
    contacts: Callable[[Collection[UUID]], Mapping[UUID, UUID]]


_subjects: dict[str, Subject] = {}


def register_subject(subject: Subject) -> None:
    """Add a kind of record."""
    _subjects[subject.key] = subject


def all_subjects() -> list[Subject]:
    """Return the kinds of records, in the order in which they were added."""
    return list(_subjects.values())


def subject_of(key: str) -> Subject:
    """Return a kind of record by its key."""
    return _subjects[key]
