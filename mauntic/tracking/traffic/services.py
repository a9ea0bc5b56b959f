"""Correct verdicts on traffic."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.events.catalog import Event, EventTracked, PageVisited
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.db.chunks import chunked
from mauntic.tracking.assets.models import Download
from mauntic.tracking.assets.services.downloads import downloaded
from mauntic.tracking.traffic.models import Correction, TrafficKind
from mauntic.tracking.visits.models import TrackedEvent, Visit

CHUNK = 500


def _visited(visit: Visit) -> Event:
    return PageVisited(
        contact_id=_known(visit.contact_id), url=visit.url, visit_id=visit.pk, is_bot=visit.is_bot
    )


def _tracked(event: TrackedEvent) -> Event:
    return EventTracked(
        contact_id=_known(event.contact_id), event_id=event.pk, name=event.name, is_bot=event.is_bot
    )


def _downloaded(download: Download) -> Event:
    return downloaded(download, _known(download.contact_id))


def _known(contact_id: UUID | None) -> UUID:
    assert contact_id is not None  # noqa: S101 (only rows of contacts are published)
    return contact_id


MODELS: dict[TrafficKind, type[Visit] | type[TrackedEvent] | type[Download]] = {
    TrafficKind.VISITS: Visit,
    TrafficKind.EVENTS: TrackedEvent,
    TrafficKind.DOWNLOADS: Download,
}

FACTS: dict[TrafficKind, Callable[[Any], Event]] = {
    TrafficKind.VISITS: _visited,
    TrafficKind.EVENTS: _tracked,
    TrafficKind.DOWNLOADS: _downloaded,
}


@transaction.atomic
def correct(*, kind: TrafficKind, ids: Sequence[UUID], is_bot: bool, by: User) -> Correction | None:
    """Mark visits, tracked events or downloads as made by bots or by people.

    The old reason stays, so that undoing the correction restores it.

    Returns: the correction, or None if all rows had this verdict.
    Publishes: `PageVisited`, `EventTracked` or `AssetDownloaded` with the new verdict, for rows of contacts.
    """
    changed = _set_verdict(kind, ids, is_bot=is_bot, by=by)
    return Correction.objects.create(kind=kind, is_bot=is_bot, row_ids=changed, by=by) if changed else None


@transaction.atomic
def undo_correction(*, correction: Correction, by: User) -> int:
    """Undo a correction.

    Returns: the number of rows that changed; 0 if it was undone before.
    Publishes: as `correct`.
    """
    if not Correction.objects.filter(pk=correction.pk, undone_at=None).update(undone_at=now()):
        return 0
    kind = TrafficKind(correction.kind)
    return len(_set_verdict(kind, correction.row_ids, is_bot=not correction.is_bot, by=by))


def _set_verdict(kind: TrafficKind, ids: Sequence[UUID], *, is_bot: bool, by: User) -> list[UUID]:
    model, changed = MODELS[kind], []
    for chunk in chunked(ids, CHUNK):
        wrong: QuerySet[Any] = model.objects.filter(pk__in=chunk, is_bot=not is_bot)
        # Locked by id: two corrections of the same rows wait for each other and never deadlock.
        rows: list[Any] = list(wrong.order_by("pk").select_for_update())
        for row in rows:
            row.is_bot = is_bot
            row.bot_reason = row.bot_reason or (_("Marked by %(name)s") % {"name": by})[:120]
        model.objects.bulk_update(rows, ["is_bot", "bot_reason"])
        publish_many(FACTS[kind](row) for row in rows if row.contact_id)
        changed += [row.pk for row in rows]
    return changed
