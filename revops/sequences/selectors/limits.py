"""What senders have used of the daily limits of sequences."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from mauntic.delivery.models import Message, MessageState
from revops.sequences.domain.limits import DAY, Room
from revops.sequences.domain.steps import EMAILS_PER_DAY, LINKEDIN, LINKEDIN_PER_DAY, SMS_PER_DAY, StepType
from revops.sequences.models.enrollments import Outcome, StepRun

ORIGIN = "sequence"
"""The kind of the messages of sequences; their origin is the enrollment."""


def email_rooms(mailbox_ids: Collection[UUID], now: datetime) -> dict[UUID, Room]:
    """Return the limits of mailboxes with what sequences sent and queued, in two queries."""
    ours = Message.objects.filter(mailbox__in=mailbox_ids, origin_kind=ORIGIN).order_by()
    sent: dict[UUID, list[datetime]] = defaultdict(list)
    recent = ours.on_their_way().filter(claimed_at__gt=now - DAY).order_by("claimed_at")
    for mailbox_id, at in recent.values_list("mailbox_id", "claimed_at"):
        sent[mailbox_id] += [at] if at else []
    counted = ours.filter(state=MessageState.WAITING).values("mailbox_id").annotate(count=Count("pk"))
    waiting = Counter(dict(counted.values_list("mailbox_id", "count")))
    return {pk: Room(EMAILS_PER_DAY, sent[pk], waiting[pk]) for pk in mailbox_ids}


def sms_rooms(user_ids: Collection[UUID], now: datetime) -> dict[UUID, Room]:
    """Return the limits of people with the texts that are queued or went out, in one query."""
    rows = StepRun.objects.filter(
        by__in=user_ids, at__gt=now - DAY, outcome__in=[Outcome.QUEUED, Outcome.SENT]
    )
    return _rooms(user_ids, SMS_PER_DAY, rows.filter(step__type=StepType.SMS))


def linkedin_rooms(user_ids: Collection[UUID], now: datetime) -> dict[UUID, Room]:
    """Return the limits of people with the LinkedIn steps that they got, in one query."""
    rows = StepRun.objects.filter(by__in=user_ids, at__gt=now - DAY, activity_id__isnull=False)
    return _rooms(user_ids, LINKEDIN_PER_DAY, rows.filter(step__type__in=LINKEDIN))


def _rooms(user_ids: Collection[UUID], limit: int, runs: QuerySet[StepRun]) -> dict[UUID, Room]:
    done: dict[UUID, list[datetime]] = defaultdict(list)
    for user_id, at in runs.order_by("at").values_list("by_id", "at"):
        if user_id:
            done[user_id].append(at)
    return {pk: Room(limit, done[pk]) for pk in user_ids}
