"""Facts about contacts."""

from dataclasses import dataclass
from uuid import UUID

from mauntic.events.catalog.base import Event

STRANGERS = frozenset({"tracking", "form"})


@dataclass(frozen=True, kw_only=True)
class ContactCreated(Event, context="crm"):
    """A contact was created. `source` is where it came from (import, form, api, manual, tracking, ...).

    `channel` is the write key or form that an unknown visitor used (`key:<id>`, `form:<id>`). It is empty for
    signed-in users, imports and the API. `enrich` is False if the person who imports the contact chose not to
    enrich it.
    """

    contact_id: UUID
    source: str
    channel: str = ""
    enrich: bool = True

    @property
    def is_of_stranger(self) -> bool:
        """Return whether an unknown visitor created it. Events older than `channel` have only `source`."""
        return bool(self.channel) or self.source in STRANGERS


@dataclass(frozen=True, kw_only=True)
class ContactUpdated(Event, context="crm"):
    """A person or an import changed a contact. `changed_fields` are names of fields of the CRM."""

    contact_id: UUID
    changed_fields: list[str]


@dataclass(frozen=True, kw_only=True)
class ContactJoinedSegment(Event, context="crm"):
    """A contact joined a segment. Those who are in it when it is made join without an event."""

    contact_id: UUID
    segment_id: UUID
    segment_name: str


@dataclass(frozen=True, kw_only=True)
class ContactLeftSegment(Event, context="crm"):
    """A contact left a segment. Contacts and segments that are deleted leave without an event."""

    contact_id: UUID
    segment_id: UUID
    segment_name: str
