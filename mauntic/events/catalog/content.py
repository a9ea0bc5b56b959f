"""Facts about what visitors do on pages, forms and assets.

They are published again when a person corrects the verdict: with the same id and the new `is_bot` or
`is_spam`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from mauntic.events.catalog.base import Event


@dataclass(frozen=True, kw_only=True)
class PageVisited(Event, context="content"):
    """A known contact visited a page. Visits of bots are stored and marked, and never count."""

    contact_id: UUID
    url: str
    visit_id: UUID
    is_bot: bool


@dataclass(frozen=True, kw_only=True)
class FormSubmitted(Event, context="content"):
    """A contact submitted a form. `fields` holds the answers by name of the question.

    Stored submissions have an id and their own time. Spam is published only if it counted before.
    """

    contact_id: UUID
    form_type: str
    fields: dict[str, Any]
    submission_id: UUID | None = None
    submitted_at: datetime | None = None
    is_spam: bool = False


@dataclass(frozen=True, kw_only=True)
class AssetDownloaded(Event, context="content"):
    """A contact opened an asset, such as a white paper. Downloads of bots are marked, and never count."""

    contact_id: UUID
    asset_id: UUID
    download_id: UUID | None = None
    downloaded_at: datetime | None = None
    is_bot: bool = False


@dataclass(frozen=True, kw_only=True)
class EventTracked(Event, context="content"):
    """A contact did something that a site or product names itself, such as `chat_started`."""

    contact_id: UUID
    event_id: UUID
    name: str
    is_bot: bool
