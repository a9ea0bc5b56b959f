"""Go on after sendings and tasks, stop when leads answer, and answer for the origins of messages."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.dispatch import receiver
from django.urls import reverse

from mauntic.crm.contacts.services.removal import contacts_in_use
from mauntic.delivery.inbox.selectors.replies import meeting_answers
from mauntic.delivery.messages.origins import answer_for
from mauntic.delivery.messages.selectors.outbox import complained
from mauntic.events.catalog import (
    ActivityCompleted,
    DealLost,
    DealWon,
    MeetingPlanned,
    MessageBounced,
    MessageReplied,
    MessageSent,
    MessageUnsubscribed,
)
from mauntic.events.catalog.records import Named, name_records
from revops.sequences.domain.stops import Reason
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence
from revops.sequences.selectors.limits import ORIGIN
from revops.sequences.selectors.origins import sequences_of_enrollments, standings_of
from revops.sequences.services.enrollments.completed import go_on_after_tasks
from revops.sequences.services.enrollments.endings import stop_for
from revops.sequences.services.enrollments.meetings import ask_for_another_time
from revops.sequences.services.steps.outbox import go_on_after


def _sequences_by_id(ids: Collection[UUID]) -> Mapping[UUID, Named]:
    found = Sequence.objects.filter(pk__in=ids).values_list("pk", "name")
    return {pk: Named(name, reverse("revops:sequence", args=[pk])) for pk, name in found}


answer_for(ORIGIN, standings_of, names=sequences_of_enrollments)
name_records("sequence_id", _sequences_by_id)


@receiver(contacts_in_use)
def contacts_in_sequences(contact_ids: list[UUID], **_: object) -> set[UUID]:
    """Return those of the contacts that are or were in a sequence."""
    rows = Enrollment.objects.filter(contact__in=contact_ids).order_by()
    return set(rows.values_list("contact", flat=True))


@receiver(MessageSent.signal, dispatch_uid="revops.handlers.go_on_after_sent")
def go_on_after_sent(events: list[MessageSent], **_: object) -> None:
    """Go on to the next step: its delay counts from the sending."""
    go_on_after(message_ids=[event.message_id for event in events])


@receiver(ActivityCompleted.signal, dispatch_uid="revops.handlers.go_on_after_task")
def go_on_after_task(events: list[ActivityCompleted], **_: object) -> None:
    """Go on to the next step when the task of one was completed."""
    go_on_after_tasks(activity_ids=[event.activity_id for event in events if not event.is_withdrawn])


@receiver(MessageReplied.signal, dispatch_uid="revops.handlers.stop_after_reply")
def stop_after_reply(events: list[MessageReplied], **_: object) -> None:
    """Stop the sequences of leads that replied, whatever message they answered.

    Who accepted an invitation stops for the meeting. Who declined one goes on, with a task for the rep.
    """
    replied = {event.contact_id for event in events}
    answers = meeting_answers(replied)
    accepted = {pk for pk, answer in answers.items() if answer == "accepted"}
    _stop(replied - set(answers), Reason.REPLIED)
    _stop(accepted, Reason.MEETING)
    ask_for_another_time(contact_ids=set(answers) - accepted)


@receiver(MessageBounced.signal, dispatch_uid="revops.handlers.stop_after_bounce")
def stop_after_bounce(events: list[MessageBounced], **_: object) -> None:
    """Stop the sequences of leads whose address does not exist."""
    _stop((event.contact_id for event in events), Reason.BOUNCED)


@receiver(MessageUnsubscribed.signal, dispatch_uid="revops.handlers.stop_after_unsubscribe")
def stop_after_unsubscribe(events: list[MessageUnsubscribed], **_: object) -> None:
    """Stop the sequences of leads that unsubscribed from everything, or reported an email as spam."""
    reports = complained({event.message_id for event in events})
    _stop((event.contact_id for event in events if event.message_id in reports), Reason.COMPLAINED)
    _stop((event.contact_id for event in events if event.message_id not in reports), Reason.UNSUBSCRIBED)


@receiver(MeetingPlanned.signal, dispatch_uid="revops.handlers.stop_before_meeting")
def stop_before_meeting(events: list[MeetingPlanned], **_: object) -> None:
    """Stop the sequences of leads with whom a meeting is planned."""
    _stop((event.contact_id for event in events), Reason.MEETING)


@receiver(DealWon.signal, dispatch_uid="revops.handlers.stop_after_won")
def stop_after_won(events: list[DealWon], **_: object) -> None:
    """Stop the sequences of leads whose deal was won."""
    _stop((event.contact_id for event in events if not event.is_withdrawn), Reason.DEAL_WON)


@receiver(DealLost.signal, dispatch_uid="revops.handlers.stop_after_lost")
def stop_after_lost(events: list[DealLost], **_: object) -> None:
    """Stop the sequences of leads whose deal was lost."""
    _stop((event.contact_id for event in events if not event.is_withdrawn), Reason.DEAL_LOST)


def _stop(contact_ids: Iterable[UUID | None], reason: Reason) -> None:
    leads = {pk for pk in contact_ids if pk}
    if leads:
        stop_for(contact_ids=leads, reason=reason)
