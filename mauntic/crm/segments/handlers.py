"""Receivers of segments: what changes a lead may let it join or leave."""

from uuid import UUID

from django.dispatch import receiver

from mauntic.crm.contacts.services.removal import contacts_leaving
from mauntic.crm.fields.registry import fields_changed, register_field_uses
from mauntic.crm.segments.registry import register_uses
from mauntic.crm.segments.selectors.segments import used_by_field, used_by_segments
from mauntic.crm.segments.services.building import build_anew
from mauntic.crm.segments.services.marking import mark_facts
from mauntic.crm.segments.services.memberships import forget_members
from mauntic.events.catalog import ContactCreated, ContactUpdated
from mauntic.events.services import reads_row

register_uses(used_by_segments)
register_field_uses(used_by_field)


@receiver(ContactCreated.signal, dispatch_uid="mauntic.crm.handlers.segment_new_contacts")
@reads_row
def segment_new_contacts(row_id: UUID, **_: object) -> None:
    """Let new contacts join segments."""
    mark_facts(row_id)


@receiver(ContactUpdated.signal, dispatch_uid="mauntic.crm.handlers.segment_changed_contacts")
@reads_row
def segment_changed_contacts(row_id: UUID, **_: object) -> None:
    """Let changed contacts join and leave segments."""
    mark_facts(row_id)


@receiver(contacts_leaving, dispatch_uid="mauntic.crm.handlers.forget_deleted_members")
def forget_deleted_members(contact_ids: list[UUID], **_: object) -> None:
    """Take contacts that are deleted out of their segments, so that sizes stay true."""
    forget_members(contact_ids=contact_ids)


@receiver(fields_changed, dispatch_uid="mauntic.crm.handlers.segments_of_fields")
def segments_of_fields(key: str, **_: object) -> None:
    """Decide anew about segments that name a field which was archived or came back."""
    build_anew(key)
