"""The tags of contacts."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef

from mauntic.crm.tags.models import ContactTag, Tag

MOST_LISTED = 500


def tags_of(contact_ids: Collection[UUID]) -> Mapping[UUID, list[str]]:
    """Return the names of the tags of contacts, in one query. Contacts without any are left out."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = ContactTag.objects.filter(contact__in=contact_ids).order_by("tag__name", "tag")
    for contact_id, name in rows.values_list("contact", "tag__name"):
        found[contact_id].append(name)
    return found


def with_tag(contact_ids: Collection[UUID], name: str) -> set[UUID]:
    """Return those of the contacts that have a tag, in any case."""
    rows = ContactTag.objects.filter(contact__in=contact_ids, tag__name__iexact=name).order_by()
    return set(rows.values_list("contact", flat=True))


def tag_names() -> list[str]:
    """Return the names of the tags that contacts have, by name, 500 at most."""
    used = Tag.objects.filter(Exists(ContactTag.objects.filter(tag=OuterRef("pk"))))
    return list(used.order_by("name", "pk").values_list("name", flat=True)[:MOST_LISTED])
