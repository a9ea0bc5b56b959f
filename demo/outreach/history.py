"""Sequences in progress: their last weeks are lived day by day, by the services that run them.

Only the mail server is left out: emails of the past are marked as sent, since nobody may get them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import F

from demo.outreach import deeds
from demo.outreach.mailboxes import mailboxes
from demo.outreach.plans import PLANS, Fate, Plan
from mauntic.accounts.models import User
from mauntic.accounts.selectors import business_hours
from mauntic.crm.models import Consent, Contact
from mauntic.delivery.messages.domain.tokens import fill
from mauntic.delivery.messages.selectors.values import values_for
from mauntic.delivery.models import Mailbox, Message, MessageState
from mauntic.events.catalog import MessageSent
from mauntic.events.models import StoredEvent
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.sequences.models.enrollments import Enrollment, Outcome, StepRun
from revops.sequences.models.sequences import Sequence
from revops.sequences.services.enrollments.completed import go_on_after_tasks
from revops.sequences.services.enrollments.enrolling import enroll_leads
from revops.sequences.services.sequences import create_sequence, switch_sequence
from revops.sequences.services.steps.outbox import go_on_after
from revops.sequences.services.sweep import run_due
from revops.sms.models import Text, TextState

MORNING, EVENING, SATURDAY = time(10), timedelta(hours=7), 5
GAP, ANSWERS_AFTER = timedelta(minutes=4), timedelta(hours=4)
LEFT_OPEN = 4
"""Every fourth task is left to the person who looks at the demonstration."""


@dataclass(frozen=True, slots=True)
class Running:
    """A sequence of a plan, with who runs it and the leads that are to enter."""

    plan: Plan
    sequence: Sequence
    by: User
    mailbox: Mailbox
    leads: list[Contact]


def make() -> int:
    """Create the sequences and live their past; return the number of enrollments."""
    fates: dict[UUID, Fate] = {}
    running = _begin()
    for ago, at in _days(max(day for plan in PLANS for day in plan.waves)):
        began = now()
        for each in running:
            fates |= _enroll(each, ago, at)
        if ago:
            _live(at, fates)
            _date(began, at)
    deeds.handle_some()
    return Enrollment.objects.count()


def _begin() -> list[Running]:
    boxes = {each.address: each for each in mailboxes()}
    found, taken = [], set[UUID]()
    for plan in PLANS:
        by = User.objects.get(name=plan.person)
        leads = _leads(plan, by, taken)
        taken |= {lead.pk for lead in leads}
        sequence = create_sequence(draft=plan.draft, by=by)
        switch_sequence(sequence_id=sequence.pk, on=True, by=by)
        found.append(Running(plan, sequence, by, boxes[plan.mailbox], leads))
    return found


def _leads(plan: Plan, by: User, taken: set[UUID]) -> list[Contact]:
    """Return leads that the person may enroll, those with the highest scores first."""
    rows = Contact.objects.exclude(pk__in=taken).exclude(email="").exclude(consent=Consent.REFUSED)
    mine = rows if by.is_manager else rows.filter(owner=by)
    return list(mine.order_by(F("lead_score").desc(nulls_last=True), "pk")[: plan.size])


def _days(most: int) -> Iterator[tuple[int, datetime]]:
    """Yield the working days from the earliest one on, each with its number before today and its morning."""
    zone = business_hours().zone
    day, found = now().astimezone(zone).date(), [(0, now())]
    while len(found) <= most:
        day -= timedelta(days=1)
        if day.weekday() < SATURDAY:
            found.append((len(found), datetime.combine(day, MORNING, tzinfo=zone)))
    yield from reversed(found)


def _enroll(each: Running, ago: int, at: datetime) -> dict[UUID, Fate]:
    """Enroll the leads of a day; return what they will answer, by enrollment."""
    before = sum(count for day, count in each.plan.waves.items() if day > ago)
    leads = each.leads[before : before + each.plan.waves.get(ago, 0)]
    enrolled = enroll_leads(
        sequence_id=each.sequence.pk,
        contact_ids=[lead.pk for lead in leads],
        by=each.by,
        mailbox_id=each.mailbox.pk,
    )
    Enrollment.objects.filter(pk__in=[row.pk for row in enrolled.rows]).update(
        created_at=at, begun_at=at, due_at=at
    )
    numbers = {lead.pk: before + index for index, lead in enumerate(leads)}
    fates = each.plan.fates
    return {row.pk: fates[n] for row in enrolled.rows if (n := numbers[row.contact_id]) in fates}


def _live(at: datetime, fates: dict[UUID, Fate]) -> None:
    _complete_tasks(at)
    # Twice a day: then leads on both sides of the Atlantic work.
    for moment in (at, at + EVENING):
        run_due(now=moment)
        _answer(_send(moment), fates, min(moment + ANSWERS_AFTER, now()))


def _answer(sent: list[UUID], fates: dict[UUID, Fate], at: datetime) -> None:
    steps = dict(StepRun.objects.filter(message_id__in=sent).values_list("message_id", "step__position"))
    for message in Message.objects.filter(pk__in=sent).select_related("mailbox", "contact"):
        step, answer = fates.get(message.origin_id, (0, ""))
        if step == steps[message.pk]:
            deeds.answer(message, answer, at)


def _complete_tasks(at: datetime) -> None:
    """Complete most of the tasks that earlier days planned."""
    planned = StepRun.objects.filter(outcome=Outcome.TASK).order_by("at", "pk")
    ids = [
        pk for number, pk in enumerate(planned.values_list("activity_id", flat=True)) if number % LEFT_OPEN
    ]
    Activity.objects.filter(pk__in=ids).update(completed_at=at, outcome="Done")
    go_on_after_tasks(activity_ids=[pk for pk in ids if pk], now=at)


def _send(at: datetime) -> list[UUID]:
    """Mark what waits as sent. What lacks a value waits on, for the gate to say so."""
    waiting = Message.objects.filter(state=MessageState.WAITING, due_at__lte=at).order_by("due_at", "pk")
    rows = waiting.select_related("mailbox__owner", "contact__company")
    sent = [row for number, row in enumerate(rows) if _is_written(row, at + number * GAP)]
    Message.objects.bulk_update(
        sent, ["state", "sent_subject", "sent_text", "claimed_at", "handed_at", "created_at", "server_words"]
    )
    publish_many(MessageSent(contact_id=row.contact_id, message_id=row.pk) for row in sent)
    Text.objects.filter(state=TextState.WAITING).update(state=TextState.SENT, sent_at=at, created_at=at)
    go_on_after(message_ids=[row.pk for row in sent], now=at)
    return [row.pk for row in sent]


def _is_written(row: Message, at: datetime) -> bool:
    values = values_for(row.contact, row.mailbox, row.values)
    subject, text = fill(row.subject, values), fill(row.body, values)
    if subject.missing or text.missing:
        return False
    row.state, row.sent_subject, row.sent_text = MessageState.SENT, subject.text, text.text
    row.claimed_at = row.handed_at = row.created_at = at
    row.server_words = "250 2.0.0 Accepted by the demonstration"
    return True


def _date(began: datetime, at: datetime) -> None:
    """Let what was recorded since `began` have happened on that day."""
    later = min(at + ANSWERS_AFTER, now())
    StoredEvent.objects.filter(occurred_at__gte=began).update(occurred_at=later)
    Enrollment.objects.filter(ended_at__gte=began).update(ended_at=later)
    Enrollment.objects.filter(paused_at__gte=began).update(paused_at=later)
    Message.objects.filter(unsubscribed_at__gte=began).update(unsubscribed_at=later)
    Message.objects.filter(replied_at__gte=began).update(replied_at=later)
    deeds.date(began, later)
