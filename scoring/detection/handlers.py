"""Detect signals in events about contacts."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.dispatch import receiver

from mauntic.broker.cause import current_cause
from mauntic.delivery.messages.selectors.farewells import unsubscribed_among
from mauntic.events.catalog import (
    AssetDownloaded,
    ContactCreated,
    EventTracked,
    FormSubmitted,
    LeadEnriched,
    MeetingHeld,
    MeetingPlanned,
    MessageBounced,
    MessageClicked,
    MessageOpened,
    MessageReplied,
    MessageUnsubscribed,
    PageVisited,
)
from scoring.detection.domain.rules import MEETING_HELD, MEETING_PLANNED, Trigger
from scoring.detection.services import happenings
from scoring.detection.services.ending import end_email_signals
from scoring.detection.services.happenings import Happening
from scoring.detection.services.withdraw import withdraw_evidence
from scoring.scores.selectors.contacts import scored_among
from scoring.scores.services.rescoring import rescore

OfMessage = MessageOpened | MessageClicked | MessageReplied
ShowsIntent = FormSubmitted | AssetDownloaded | LeadEnriched | OfMessage
OfMachine = TypeVar("OfMachine", MessageOpened, MessageClicked)


@receiver(ContactCreated.signal, dispatch_uid="scoring.handlers.detect_referrals")
def detect_referrals(events: list[ContactCreated], occurred_at: datetime, **_: object) -> None:
    """Detect signals of referred contacts."""
    happenings.detect_referrals(contact_ids=[event.contact_id for event in events], created_at=occurred_at)


@receiver(PageVisited.signal, dispatch_uid="scoring.handlers.detect_in_visits")
def detect_in_visits(events: list[PageVisited], occurred_at: datetime, **_: object) -> None:
    """Detect signals in visits, and rescore contacts. Visits found to be of bots are withdrawn."""
    shown = happenings.detect_in_visits(visit_ids=[event.visit_id for event in events], known_at=occurred_at)
    # The event of a new signal rescores its contact.
    new = {signal.contact_id for signal in shown if signal.count == 1}
    rescore(
        contact_ids=[each.contact_id for each in events if not each.is_bot and each.contact_id not in new]
    )
    # Contacts without a score stay without one.
    rescore(contact_ids=scored_among([each.contact_id for each in events if each.is_bot]))


@receiver(EventTracked.signal, dispatch_uid="scoring.handlers.detect_in_events")
def detect_in_events(events: list[EventTracked], occurred_at: datetime, **_: object) -> None:
    """Detect signals in tracked events of people."""
    happenings.detect_in_events(event_ids=[event.event_id for event in events], known_at=occurred_at)


@receiver(FormSubmitted.signal, dispatch_uid="scoring.handlers.detect_in_forms")
def detect_in_forms(events: list[FormSubmitted], occurred_at: datetime, **_: object) -> None:
    """Detect signals in submitted forms. Forms found to be spam are withdrawn."""
    for_each = [
        _happening(
            event,
            Trigger.FORM_SUBMITTED,
            event.submitted_at or occurred_at,
            event.submission_id or number,
            event.form_type,
            formType=event.form_type,
        )
        for number, event in enumerate(events)
    ]
    _detect_or_withdraw(for_each, [event.is_spam for event in events])


@receiver(AssetDownloaded.signal, dispatch_uid="scoring.handlers.detect_in_downloads")
def detect_in_downloads(events: list[AssetDownloaded], occurred_at: datetime, **_: object) -> None:
    """Detect signals in downloads. Downloads found to be of bots are withdrawn."""
    for_each = [
        _happening(
            event,
            Trigger.ASSET_DOWNLOADED,
            event.downloaded_at or occurred_at,
            event.download_id or number,
            assetId=str(event.asset_id),
        )
        for number, event in enumerate(events)
    ]
    _detect_or_withdraw(for_each, [event.is_bot for event in events])


@receiver(MessageOpened.signal, dispatch_uid="scoring.handlers.detect_in_opened_messages")
def detect_in_opened_messages(events: list[MessageOpened], occurred_at: datetime, **_: object) -> None:
    """Detect signals in messages that people opened."""
    _detect_in_messages(Trigger.MESSAGE_OPENED, _by_people(events), occurred_at)


@receiver(MessageClicked.signal, dispatch_uid="scoring.handlers.detect_in_clicked_messages")
def detect_in_clicked_messages(events: list[MessageClicked], occurred_at: datetime, **_: object) -> None:
    """Detect signals in links that people clicked."""
    _detect_in_messages(Trigger.MESSAGE_CLICKED, _by_people(events), occurred_at)


@receiver(MessageReplied.signal, dispatch_uid="scoring.handlers.detect_in_replies")
def detect_in_replies(events: list[MessageReplied], occurred_at: datetime, **_: object) -> None:
    """Detect signals in replies. Who replied to be removed from the list shows no intent."""
    farewells = unsubscribed_among([event.message_id for event in events])
    others = [(number, each) for number, each in enumerate(events) if each.message_id not in farewells]
    _detect_in_messages(Trigger.MESSAGE_REPLIED, others, occurred_at)


@receiver(MessageUnsubscribed.signal, dispatch_uid="scoring.handlers.end_after_unsubscribe")
def end_after_unsubscribe(events: list[MessageUnsubscribed], occurred_at: datetime, **_: object) -> None:
    """End the signals of emails of contacts who unsubscribed."""
    end_email_signals(contact_ids={event.contact_id for event in events}, at=occurred_at)


@receiver(MessageBounced.signal, dispatch_uid="scoring.handlers.end_after_bounce")
def end_after_bounce(events: list[MessageBounced], occurred_at: datetime, **_: object) -> None:
    """End the signals of emails of contacts whose address does not exist."""
    end_email_signals(contact_ids={event.contact_id for event in events}, at=occurred_at)


@receiver(LeadEnriched.signal, dispatch_uid="scoring.handlers.detect_in_enrichment")
def detect_in_enrichment(events: list[LeadEnriched], occurred_at: datetime, **_: object) -> None:
    """Detect signals in replaced fields, and in added and removed technologies."""
    happenings.detect(
        happenings=[
            _happening(event, trigger, occurred_at, number, value, found=value)
            for number, event in enumerate(events)
            for trigger, values in (
                (Trigger.FIELD_REPLACED, event.replaced_fields),
                (Trigger.TECHNOLOGY_ADDED, event.added_technologies),
                (Trigger.TECHNOLOGY_REMOVED, event.removed_technologies),
            )
            for value in values
        ]
    )


@receiver(MeetingPlanned.signal, dispatch_uid="scoring.handlers.detect_in_planned_meetings")
def detect_in_planned_meetings(events: list[MeetingPlanned], occurred_at: datetime, **_: object) -> None:
    """Detect signals in scheduled meetings and demos."""
    happenings.detect(
        happenings=[
            Happening(
                contact_id=event.contact_id,
                trigger=Trigger.EVENT_TRACKED,
                value=MEETING_PLANNED,
                at=occurred_at,
                evidence=f"planned {event.activity_id}",
                metadata={"meeting": f"{event.activity_type} planned"},
            )
            for event in events
        ]
    )


@receiver(MeetingHeld.signal, dispatch_uid="scoring.handlers.detect_in_held_meetings")
def detect_in_held_meetings(events: list[MeetingHeld], occurred_at: datetime, **_: object) -> None:
    """Detect signals in meetings and demos that were held. Reopened ones are withdrawn."""
    for_each = [
        Happening(
            contact_id=event.contact_id,
            trigger=Trigger.EVENT_TRACKED,
            value=MEETING_HELD,
            at=event.held_at,
            evidence=f"held {event.activity_id}",
            metadata={"meeting": f"{event.activity_type} held"},
            known_at=occurred_at,
        )
        for event in events
    ]
    _detect_or_withdraw(for_each, [event.is_withdrawn for event in events])


def _detect_in_messages(
    trigger: Trigger, numbered: Iterable[tuple[int, OfMessage]], occurred_at: datetime
) -> None:
    happenings.detect(
        happenings=[
            _happening(event, trigger, occurred_at, number, messageId=str(event.message_id))
            for number, event in numbered
        ]
    )


def _detect_or_withdraw(found: list[Happening], is_refused: list[bool]) -> None:
    """Record accepted happenings, and withdraw refused ones."""
    judged = list(zip(found, is_refused, strict=True))
    withdraw_evidence(evidence=[(each.contact_id, each.evidence) for each, refused in judged if refused])
    happenings.detect(happenings=[each for each, refused in judged if not refused])


def _by_people(events: Iterable[OfMachine]) -> list[tuple[int, OfMachine]]:
    """Return the events of people, with their numbers."""
    return [(number, event) for number, event in enumerate(events) if not event.is_machine]


def _happening(
    event: ShowsIntent, trigger: Trigger, at: datetime, name: UUID | int, value: str = "", **metadata: str
) -> Happening:
    """Return the happening of an event. Without an id its evidence is its number in the stored batch."""
    return Happening(
        contact_id=event.contact_id,
        trigger=trigger,
        value=value,
        at=at,
        evidence=f"{_cause()}:{name}" if isinstance(name, int) else str(name),
        metadata=metadata,
    )


def _cause() -> str:
    """Return the id of the stored event that is being handled."""
    cause = current_cause()
    return cause.id if cause else ""
