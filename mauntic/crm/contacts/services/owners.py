"""Assign contacts to their owners."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import ngettext

from mauntic.accounts.models import User
from mauntic.broker.actor import Actor
from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.services.record import Recorded, record_changes
from mauntic.crm.contacts.models.contact import Contact
from mauntic.crm.contacts.selectors.owners import count_of_others
from mauntic.crm.contacts.services.locks import lock_contacts
from mauntic.events.catalog import ContactUpdated
from mauntic.events.services import publish_many
from mauntic.kernel.db.rows import update_rows
from mauntic.kernel.display import number
from mauntic.kernel.errors import NotAllowed


@transaction.atomic
def assign_owner(*, contact_ids: Sequence[UUID], owner: User | None, by: User | None) -> int:
    """Assign contacts to an owner, or unassign them.

    Args: `owner` is None to unassign. `by` is the person who asks, None for Mauntic.
    Returns: the number of contacts that had another owner.
    Raises: `NotAllowed` if `by` may not reassign one of them; then none is assigned.
    Publishes: `ContactUpdated` for each contact that changed.
    """
    others = ~Q(owner=owner) if owner else Q(owner__isnull=False)
    moved = lock_contacts(contact_ids).filter(others)
    before = dict(moved.values_list("pk", "owner_id"))
    ids = list(before)
    require_access(ids, by)
    Contact.objects.filter(pk__in=ids).update(owner=owner)
    _record(before, dict.fromkeys(before, owner.pk if owner else None))
    publish_many(ContactUpdated(contact_id=pk, changed_fields=["owner"]) for pk in ids)
    return len(ids)


@transaction.atomic
def assign_owners(
    *,
    owners: Mapping[UUID, UUID | None],
    actors: Mapping[UUID, Actor] | None = None,
    by: User | None = None,
) -> int:
    """Assign contacts to their owners.

    Args: `owners` holds the id of the owner, or None to unassign, by id of the contact. `actors` names who
    decided, such as a routing rule, by id of the contact; else it is who does the current work. `by` is the
    person with whose rights it is done, None for Mauntic.
    Returns: the number of contacts that had another owner.
    Raises: `NotAllowed` if `by` may not reassign one of them; then none is assigned.
    Publishes: `ContactUpdated` for each contact that changed.
    """
    rows = lock_contacts(owners)
    moved = {pk: owner for pk, owner in rows.values_list("pk", "owner_id") if owner != owners[pk]}
    require_access(list(moved), by)
    update_rows(Contact.objects, [Contact(pk=pk, owner_id=owners[pk]) for pk in moved], ["owner"])
    _record(moved, owners, actors or {})
    publish_many(ContactUpdated(contact_id=pk, changed_fields=["owner"]) for pk in moved)
    return len(moved)


def _record(
    before: Mapping[UUID, UUID | None],
    after: Mapping[UUID, UUID | None],
    actors: Mapping[UUID, Actor] = MappingProxyType({}),
) -> None:
    record_changes(
        subject=Subject.CONTACT,
        entries=(
            Recorded(pk, {"owner": (owner, after[pk])}, actor=actors.get(pk)) for pk, owner in before.items()
        ),
    )


def require_access(locked_ids: Sequence[UUID], by: User | None) -> None:
    """Check that a person may reassign contacts.

    Args: `locked_ids` are contacts that are locked, so that no owner changes between this check and the
    write.
    Raises: `NotAllowed` if one of them has an owner whose work `by` may not change.
    """
    if by is not None and (others := count_of_others(locked_ids, by)):
        raise NotAllowed(
            ngettext(
                "This lead belongs to another owner. Ask the owner or a manager to reassign it.",
                "%(others)s of %(total)s leads belong to another owner. "
                "Ask the owners or a manager to reassign them.",
                len(locked_ids),
            )
            % {"others": number(others), "total": number(len(locked_ids))}
        )
