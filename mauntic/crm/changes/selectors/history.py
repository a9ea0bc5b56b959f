"""The history of a record, ready to show."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import Func, QuerySet, TextField
from django.utils.translation import gettext as _

from mauntic.crm.changes.domain.differences import COLUMNS, Subject
from mauntic.crm.changes.domain.undone import Made, undone_by
from mauntic.crm.changes.models import Change
from mauntic.crm.changes.selectors.words import CustomWords, field_label, value_words
from mauntic.crm.fields.domain.catalog import CUSTOM
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.pages.merging import Author

PAGE_SIZE = 25
MOST_UNDOS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A changed field in words. `undone` says who undid the change, empty if nobody did."""

    name: str
    label: str
    old: str
    new: str
    undone: str = ""
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A change of a record. `actor` is empty for changes of which nobody recorded who made them."""

    at: datetime
    actor: str
    lines: Sequence[Line]
    title: str = ""
    reason: str = ""
    is_undo: bool = False
    actor_page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A page of the history of a record, newest first, with the tokens of the pages around it.

    `fields` are the names and labels of the fields that ever changed, for the filter.
    """

    entries: Sequence[Entry]
    before: str = ""
    after: str = ""
    fields: Sequence[tuple[str, str]] = field(default_factory=list)


def changes_of(subject: Subject, record_id: UUID, *, name: str = "") -> QuerySet[Change]:
    """Return the changes of a record, of one field if `name` is given, unordered."""
    rows = Change.objects.filter(**{subject: record_id})
    return rows.filter(fields__has_key=name) if name else rows


def history_of(
    subject: Subject, record_id: UUID, *, name: str = "", after: str = "", before: str = ""
) -> History:
    """Return a page of the history of a contact or company, in at most three queries.

    Args: `name` is a field, such as `title` or `custom:Region`; empty means all. `after` and `before` are
    tokens of another page.
    """
    rows = changes_of(subject, record_id, name=name)
    page = Keyset(rows, "at", size=PAGE_SIZE).page(after=after, before=before)
    return History(
        entries=_entries(subject, page.rows, rows, only=name),
        before=page.before,
        after=page.after,
        fields=_fields(subject, record_id),
    )


def last_changes(subject: Subject, record_id: UUID, limit: int) -> list[Entry]:
    """Return the latest changes of a record, newest first."""
    rows = changes_of(subject, record_id)
    return _entries(subject, list(rows.order_by("-at", "-id")[:limit]), rows)


def last_authors(subject: Subject, record_id: UUID, names: Iterable[str]) -> dict[str, Author]:
    """Return who changed each of the fields of a record last, in one query for each field."""
    found = {}
    for name in names:
        row = changes_of(subject, record_id, name=name).order_by("-at", "-id").first()
        if row is not None:
            found[name] = Author(row.actor, row.at)
    return found


def _entries(
    subject: Subject, shown: Sequence[Change], rows: QuerySet[Change], *, only: str = ""
) -> list[Entry]:
    undos = _undos(shown, rows)
    custom = _custom_words(subject, shown)
    return [
        Entry(
            at=row.at,
            actor=row.actor,
            actor_page=row.actor_page,
            title=_created(subject) if row.is_new else "",
            is_undo=row.is_undo,
            lines=[
                _line(subject, name, pair, undos.get((row.pk, name)), custom)
                for name, pair in sorted(row.fields.items(), key=_rank(subject))
                if not only or name == only
            ],
        )
        for row in shown
    ]


def _rank(subject: Subject) -> Callable[[tuple[str, Any]], tuple[int, str]]:
    """Return the order of fields on pages. The database keeps the keys of JSON in an order of its own."""
    order = {name.removesuffix("_id"): rank for rank, name in enumerate(COLUMNS[subject])}
    return lambda item: (order.get(item[0], len(order)), item[0])


def _created(subject: Subject) -> str:
    return _("Lead created") if subject is Subject.CONTACT else _("Company created")


def _custom_words(subject: Subject, shown: Sequence[Change]) -> CustomWords:
    names = [name for row in shown for name in row.fields]
    values = [
        {name.removeprefix(CUSTOM): row.fields[name][side] for name in row.fields if name.startswith(CUSTOM)}
        for row in shown
        for side in (0, 1)
    ]
    return CustomWords.of(subject, names, values)


def _line(subject: Subject, name: str, pair: Sequence[Any], undo: Change | None, custom: CustomWords) -> Line:
    old, new = pair
    return Line(
        name=name,
        label=field_label(subject, name, custom),
        old=value_words(subject, name, old, custom),
        new=value_words(subject, name, new, custom),
        undone=undo.actor if undo else "",
        undone_at=undo.at if undo else None,
    )


def _undos(shown: Sequence[Change], rows: QuerySet[Change]) -> Mapping[tuple[UUID, str], Change]:
    """Return the undo of each shown change by its id and field. They may be on an earlier page."""
    if not shown:
        return {}
    oldest = min(row.at for row in shown)
    later = rows.filter(is_undo=True, at__gte=oldest).order_by("-at", "-id")[:MOST_UNDOS]
    ordered = sorted({row.pk: row for row in [*shown, *later]}.values(), key=lambda row: (row.at, row.pk))
    found = undone_by([Made(row, row.fields, row.is_undo) for row in ordered])
    return {(ordered[position].pk, name): undo for (position, name), undo in found.items()}


def _fields(subject: Subject, record_id: UUID) -> list[tuple[str, str]]:
    """Return the fields that ever changed, by label."""
    keys = Func("fields", function="jsonb_object_keys", output_field=TextField())
    names = list(changes_of(subject, record_id).values_list(keys, flat=True).distinct())
    custom = CustomWords.of(subject, names, ())
    return sorted(((name, field_label(subject, name, custom)) for name in names), key=itemgetter(1))
