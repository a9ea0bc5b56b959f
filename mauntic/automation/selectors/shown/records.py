"""Records to try a workflow or journey out on."""

from typing import Any
from uuid import UUID

from mauntic.accounts.models import User
from mauntic.automation.registry.subjects import Subject
from mauntic.events.catalog.records import Named

MOST_FOUND = 10


def found_records(subject: Subject, text: str, user: User) -> list[tuple[UUID, Named]]:
    """Return records that a person sees, by text; the newest ones for an empty text."""
    rows: Any = subject.visible(user)
    matched = rows.search(text) if text.strip() else rows
    ids = list(matched.order_by("-created_at", "-pk").values_list("pk", flat=True)[:MOST_FOUND])
    names = subject.names(ids)
    return [(pk, names[pk]) for pk in ids if pk in names]


def record_seen_by(subject: Subject, given: str, user: User) -> tuple[UUID, Named] | None:
    """Return a record that a person sees by its id as text; None if there is none."""
    try:
        pk = UUID(given)
    except ValueError:
        return None
    if not subject.visible(user).filter(pk=pk).exists():
        return None
    return pk, subject.names([pk])[pk]
