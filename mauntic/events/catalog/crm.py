"""Facts about contacts."""

from dataclasses import dataclass
from uuid import UUID

from mauntic.events.catalog.base import Event


@dataclass(frozen=True, kw_only=True)
class ContactCreated(Event, context="crm"):
    """A contact exists since now; `source` says how it came (import, form, api, manual, ...)."""

    contact_id: UUID
    source: str


@dataclass(frozen=True, kw_only=True)
class ContactUpdated(Event, context="crm"):
    """A person or an import changed a contact; `changed_fields` are names of the CRM's fields."""

    contact_id: UUID
    changed_fields: list[str]
