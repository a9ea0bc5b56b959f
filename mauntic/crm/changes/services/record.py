"""Record the changes of contacts and companies, in sets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from mauntic.accounts.models import User
from mauntic.broker.actor import Actor, actor_on
from mauntic.crm.changes.domain.differences import Difference, Subject, differences, values_of
from mauntic.crm.changes.models import Change
from mauntic.events.attribution import attribution, derived_from
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import insert_values
from mauntic.kernel.ids import new_id

Names = Mapping[tuple[str, str], str]
LINKS = ("owner", "company")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What changed on one record: old and new value by field. Owner and company are ids.

    `actor` replaces the actor of the current work, for sets that several vendors or rules write.
    """

    record_id: UUID
    fields: Mapping[str, Difference]
    is_new: bool = False
    actor: Actor | None = None


@dataclass(slots=True)
class Watch:
    """Remembers the values of rows, to record later what changed on them.

    Make it after the rows are locked and before they are changed. Rows with deferred columns cost a query
    for each.
    """

    subject: Subject
    before: dict[UUID, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def over(cls, subject: Subject, rows: Iterable[Any]) -> "Watch":
        """Return a watch over these rows."""
        return cls(subject, {row.pk: values_of(subject, row) for row in rows})

    def record(
        self,
        rows: Iterable[Any],
        *,
        new: Iterable[Any] = (),
        actors: Mapping[UUID, Actor] | None = None,
        derived: Mapping[UUID, Mapping[str, str]] | None = None,
    ) -> None:
        """Record the differences of `rows`, which are watched, and the values of `new` rows.

        Args: `actors` replaces the current actor, by id of the record. `derived` names the field that Mauntic
        made a value from, by id and field: such values are changes of their own, which Mauntic made.
        """
        by_record, subject = actors or {}, self.subject
        entries = [
            Recorded(row.pk, differences({}, values_of(subject, row)), True, by_record.get(row.pk))  # noqa: FBT003
            for row in new
        ]
        entries += [
            Recorded(
                row.pk,
                differences(self.before[row.pk], values_of(subject, row)),
                actor=by_record.get(row.pk),
            )
            for row in rows
        ]
        parts = (
            part for entry in entries for part in _by_origin(entry, (derived or {}).get(entry.record_id))
        )
        record_changes(subject=subject, entries=parts)


def record_changes(*, subject: Subject, entries: Iterable[Recorded]) -> int:
    """Store changes of records, in the transaction that makes them. Entries without a difference are skipped.

    One statement for a thousand entries, and at most one more for the names of owners and of companies.

    Returns: the number of stored changes.
    """
    found = [entry for entry in entries if entry.fields or entry.is_new]
    if not found:
        return 0
    names, at = _names(found), now()
    insert_values(Change.objects, [_row(subject, entry, names) | {"at": at} for entry in found])
    return len(found)


def _by_origin(entry: Recorded, sources: Mapping[str, str] | None) -> Iterator[Recorded]:
    """Yield what the actor changed, then what Mauntic derived, by the field that it is derived from."""
    fields = entry.fields
    found = {name: sources[name] for name in fields if name in sources} if sources else {}
    yield replace(entry, fields={name: pair for name, pair in fields.items() if name not in found})
    for source in dict.fromkeys(found.values()):
        values = {name: fields[name] for name, origin in found.items() if origin == source}
        yield Recorded(entry.record_id, values, actor=derived_from(source))


def _row(subject: Subject, entry: Recorded, names: Names) -> dict[str, Any]:
    return {
        "id": new_id(),
        "contact_id": entry.record_id if subject is Subject.CONTACT else None,
        "company_id": entry.record_id if subject is Subject.COMPANY else None,
        "fields": {
            name: [_stored(name, old, names), _stored(name, new, names)]
            for name, (old, new) in entry.fields.items()
        },
        "is_new": entry.is_new,
        **attribution(actor=entry.actor or actor_on(entry.record_id)),
    }


def _stored(name: str, value: Any, names: Names) -> Any:
    return names.get((name, str(value))) if value and name in LINKS else value


def _names(entries: Sequence[Recorded]) -> Names:
    """Return the names of the owners and companies in these changes, by field and id."""
    ids: dict[str, set[Any]] = {name: set() for name in LINKS}
    for entry in entries:
        for name in LINKS:
            ids[name].update(filter(None, entry.fields.get(name, ())))
    names = {("owner", str(user.pk)): str(user) for user in _found(User.objects, ids["owner"])}
    companies = Change.company.field.related_model._default_manager  # noqa: SLF001 (documented API of Django)
    return names | {("company", str(row.pk)): str(row) for row in _found(companies, ids["company"])}


def _found(manager: Any, ids: set[Any]) -> Iterable[Any]:
    return manager.filter(pk__in=ids) if ids else ()
