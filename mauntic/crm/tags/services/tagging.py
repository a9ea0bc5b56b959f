"""Put tags on contacts, and take them off."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction

from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.services.record import Recorded, record_changes
from mauntic.crm.contacts.services.locks import lock_contacts
from mauntic.crm.tags.domain.names import clean_name
from mauntic.crm.tags.models import ContactTag, Tag
from mauntic.crm.tags.selectors.tags import tags_of
from mauntic.events.catalog import ContactUpdated
from mauntic.events.services import publish_many
from mauntic.kernel.errors import Invalid

FIELD = "tags"


@transaction.atomic
def add_tag(*, contact_ids: Collection[UUID], name: str) -> set[UUID]:
    """Put a tag on contacts. A new name makes a new tag; the case of a name does not matter.

    Returns: the contacts that did not have it.
    Raises: `Invalid` for a name that is none.
    Publishes: `ContactUpdated` for each of them.
    """
    ids = set(lock_contacts(contact_ids).values_list("pk", flat=True))
    before = tags_of(ids)
    tag = _tag(name)
    ContactTag.objects.bulk_create(
        [ContactTag(contact_id=pk, tag=tag) for pk in sorted(ids)], ignore_conflicts=True, batch_size=1_000
    )
    return _changed(ids, before)


@transaction.atomic
def remove_tag(*, contact_ids: Collection[UUID], name: str) -> set[UUID]:
    """Take a tag off contacts.

    Returns: the contacts that had it.
    Publishes: `ContactUpdated` for each of them.
    """
    ids = set(lock_contacts(contact_ids).values_list("pk", flat=True))
    before = tags_of(ids)
    ContactTag.objects.filter(contact__in=ids, tag__name__iexact=name).delete()
    return _changed(ids, before)


def _tag(name: str) -> Tag:
    try:
        cleaned = clean_name(name)
    except ValueError as error:
        raise Invalid({"tag": str(error)}) from error
    # Two that make the same tag at once: the second one waits, and finds that of the first.
    Tag.objects.bulk_create([Tag(name=cleaned)], ignore_conflicts=True)
    return Tag.objects.get(name__iexact=cleaned)


def _changed(ids: Collection[UUID], before: Mapping[UUID, list[str]]) -> set[UUID]:
    after = tags_of(ids)
    changed = {pk for pk in ids if before.get(pk, []) != after.get(pk, [])}
    record_changes(
        subject=Subject.CONTACT,
        entries=[Recorded(pk, {FIELD: (before.get(pk, []), after.get(pk, []))}) for pk in sorted(changed)],
    )
    publish_many(ContactUpdated(contact_id=pk, changed_fields=[FIELD]) for pk in sorted(changed))
    return changed
