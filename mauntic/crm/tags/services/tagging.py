"""Put tags on contacts, and take them off."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.services.record import Recorded, record_changes
from mauntic.crm.contacts.services.locks import lock_contacts
from mauntic.crm.tags.domain.names import MOST_TAGS, clean_name
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


@transaction.atomic
def set_tags(*, contact_id: UUID, names: Sequence[str]) -> bool:
    """Give a contact these tags, and take off all others.

    Returns: whether anything changed.
    Raises: `Invalid` for a name that is none, or too many.
    Publishes: `ContactUpdated` if anything changed.
    """
    if len(names) > MOST_TAGS:
        raise Invalid({"tags": _("Send at most {most} tags.").format(most=MOST_TAGS)})
    ids = set(lock_contacts([contact_id]).values_list("pk", flat=True))
    before = tags_of(ids)
    wanted = _tags({_cleaned(name, "tags") for name in names})
    rows = ContactTag.objects.filter(contact__in=ids)
    rows.exclude(tag__in=wanted).delete()
    ContactTag.objects.bulk_create(
        [ContactTag(contact_id=pk, tag=tag) for pk in ids for tag in wanted], ignore_conflicts=True
    )
    return bool(_changed(ids, before))


def _tags(names: Collection[str]) -> list[Tag]:
    """Return the tags of cleaned names, and make those that do not exist."""
    # Two that make the same tag at once: the second one waits, and finds that of the first. Sorted, so that
    # two that make several do not wait for each other.
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(names, key=str.lower)], ignore_conflicts=True)
    lowered = Tag.objects.annotate(lowered=Lower("name"))
    return list(lowered.filter(lowered__in=[Lower(Value(name)) for name in names]))


def _cleaned(name: str, field: str) -> str:
    try:
        return clean_name(name)
    except ValueError as error:
        raise Invalid({field: str(error)}) from error


def _tag(name: str) -> Tag:
    cleaned = _cleaned(name, "tag")
    (tag,) = _tags([cleaned])
    return tag


def _changed(ids: Collection[UUID], before: Mapping[UUID, list[str]]) -> set[UUID]:
    after = tags_of(ids)
    changed = {pk for pk in ids if before.get(pk, []) != after.get(pk, [])}
    record_changes(
        subject=Subject.CONTACT,
        entries=[Recorded(pk, {FIELD: (before.get(pk, []), after.get(pk, []))}) for pk in sorted(changed)],
    )
    publish_many(ContactUpdated(contact_id=pk, changed_fields=[FIELD]) for pk in sorted(changed))
    return changed
