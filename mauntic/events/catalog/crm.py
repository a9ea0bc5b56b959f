"""Facts about contacts."""

from dataclasses import dataclass
from uuid import UUID

from mauntic.events.catalog.base import Event

STRANGERS = frozenset({"tracking", "form"})


@dataclass(frozen=True, kw_only=True)
class ContactCreated(Event, context="crm"):
    """A contact was created; `source` says how it came (import, form, api, manual, tracking, ...).

    `channel` names the write key or form that a stranger used (`key:<id>`, `form:<id>`), empty for people who
    signed in, imports and the API.
    """

    contact_id: UUID
    source: str
    channel: str = ""

    @property
    def is_of_stranger(self) -> bool:
        """Whether somebody who never signed in created it; events from before `channel` tell by `source`."""
        return bool(self.channel) or self.source in STRANGERS


@dataclass(frozen=True, kw_only=True)
class ContactUpdated(Event, context="crm"):
    """A person or an import changed a contact; `changed_fields` are names of the CRM's fields."""

    contact_id: UUID
    changed_fields: list[str]
