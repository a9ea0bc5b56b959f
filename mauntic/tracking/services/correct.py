"""A person says who was a machine and who was not: what was judged wrongly counts, or counts no more."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from mauntic.accounts.models import User
from mauntic.events.catalog import Event, EventTracked, PageVisited
from mauntic.events.services import publish_many
from mauntic.kernel.chunks import chunked
from mauntic.kernel.clock import now
from mauntic.tracking.models import Correction, Download, FormSubmission, TrackedEvent, TrafficKind, Visit
from mauntic.tracking.services.assets import downloaded
from mauntic.tracking.services.forms import count_submission, submitted

CHUNK = 500
Verdict = FormSubmission.Verdict


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
    assert contact_id is not None  # noqa: S101 (only rows of contacts are told of)
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
    """Say of visits, tracked events or downloads whether bots made them; None when all were so already.

    Each fact of a known contact is published once more as it is judged now. The old reason stays, so that
    taking the correction back restores it.
    """
    changed = _judge(kind, ids, is_bot=is_bot, by=by)
    return Correction.objects.create(kind=kind, is_bot=is_bot, row_ids=changed, by=by) if changed else None


@transaction.atomic
def take_back(*, correction: Correction, by: User) -> int:
    """Undo a correction; how many rows were turned back. A second time turns none."""
    if not Correction.objects.filter(pk=correction.pk, undone_at=None).update(undone_at=now()):
        return 0
    kind = TrafficKind(correction.kind)
    return len(_judge(kind, correction.row_ids, is_bot=not correction.is_bot, by=by))


def _judge(kind: TrafficKind, ids: Sequence[UUID], *, is_bot: bool, by: User) -> list[UUID]:
    model, changed = MODELS[kind], []
    for chunk in chunked(ids, CHUNK):
        wrong: QuerySet[Any] = model.objects.filter(pk__in=chunk, is_bot=not is_bot)
        rows: list[Any] = list(wrong.order_by("pk").select_for_update())
        for row in rows:
            row.is_bot = is_bot
            row.bot_reason = row.bot_reason or f"Marked by {by}"[:120]
        model.objects.bulk_update(rows, ["is_bot", "bot_reason"])
        publish_many(FACTS[kind](row) for row in rows if row.contact_id)
        changed += [row.pk for row in rows]
    return changed


@transaction.atomic
def judge_submission(*, submission: FormSubmission, is_spam: bool, by: User) -> bool:
    """Say whether a submission is spam; False when it was judged so already.

    What is no spam makes its lead and counts at the time at which it was sent; what is spam after all counts
    no more, and its lead stays.
    """
    locked = FormSubmission.objects.select_for_update(of=("self",)).select_related("form", "contact")
    found = locked.get(pk=submission.pk)
    if found.is_spam == is_spam:
        return False
    found.verdict = Verdict.SPAM if is_spam else Verdict.ACCEPTED
    found.spam_reason = found.spam_reason or f"Marked by {by}"[:160]
    found.save(update_fields=["verdict", "spam_reason"])
    if not is_spam:
        count_submission(submission=found)
    elif found.contact_id:
        publish_many([submitted(found)])
    return True
