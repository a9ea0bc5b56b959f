"""The dates of records that a run can wait for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mauntic.automation.domain.outcomes import Call
from mauntic.automation.registry.subjects import all_subjects, subject_of
from mauntic.automation.selectors.at_hand import fields_of
from mauntic.kernel.conditions import Field, Kind

DATES = frozenset({Kind.DATE, Kind.MOMENT})


def date_fields(kind: str | None = None) -> Mapping[str, Field]:
    """Return the dates and moments of a kind of record, or of all kinds, by key."""
    subjects = all_subjects() if kind is None else [subject_of(kind)]
    return {
        key: field
        for subject in subjects
        for key, field in fields_of(subject).items()
        if field.kind in DATES and key in subject.columns()
    }


def dates_of(calls: Sequence[Call], key: str) -> Mapping[UUID, date | datetime | None]:
    """Return a date of the records of runs, by record, in one query."""
    if not calls:
        return {}
    subject = subject_of(calls[0].subject_kind)
    rows: Any = subject.rows().filter(pk__in=[call.subject_id for call in calls]).order_by()
    return dict(rows.values_list("pk", subject.columns()[key].path))
