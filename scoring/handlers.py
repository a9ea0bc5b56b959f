"""What scoring does when something happened: it detects signals, and rescores whom it touches."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.dispatch import receiver

from mauntic.broker.cause import current_cause
from mauntic.events.catalog import (
    AssetDownloaded,
    ContactCreated,
    ContactUpdated,
    DataQualityChanged,
    DealLost,
    DealWon,
    EventTracked,
    FormSubmitted,
    IntentSignalDetected,
    LeadEnriched,
    MessageClicked,
    MessageOpened,
    MessageReplied,
    PageVisited,
    StepExecuted,
)
from scoring import selectors, services
from scoring.domain.detection import Trigger
from scoring.models import OutcomeKind

AboutContact = (
    ContactCreated
    | ContactUpdated
    | DataQualityChanged
    | IntentSignalDetected
    | LeadEnriched
    | PageVisited
    | StepExecuted
)
OfMessage = MessageOpened | MessageClicked | MessageReplied
ShowsIntent = FormSubmitted | AssetDownloaded | LeadEnriched | OfMessage
OfMachine = TypeVar("OfMachine", MessageOpened, MessageClicked)


@receiver(ContactCreated.signal)
def score_new_contacts(events: list[ContactCreated], **_: object) -> None:
    """A contact has a score from its first day on."""
    _rescore(events)


@receiver(ContactUpdated.signal)
def rescore_changed_contacts(events: list[ContactUpdated], occurred_at: datetime, **_: object) -> None:
    """What a person or an import changed may be worth points; who became a customer is remembered before."""
    changed = [event.contact_id for event in events if "lifecycle_stage" in event.changed_fields]
    if changed:
        services.record_stages(contact_ids=changed, happened_at=occurred_at, event=_cause())
    _rescore(events)


@receiver(LeadEnriched.signal)
def rescore_enriched_contacts(events: list[LeadEnriched], **_: object) -> None:
    """What a vendor found may be worth points."""
    _rescore(events)


@receiver(DataQualityChanged.signal)
def rescore_by_quality(events: list[DataQualityChanged], **_: object) -> None:
    """Data quality is worth points only where a factor of the model looks at it."""
    if selectors.model_reads("contact.data_quality_score"):
        _rescore(events)


# Receivers are told in the order of this file, and an alert is what somebody waits for.
@receiver(IntentSignalDetected.signal)
def raise_alerts(events: list[IntentSignalDetected], **_: object) -> None:
    """Somebody must act on a signal while it is fresh."""
    services.raise_alerts(signal_ids=[event.signal_id for event in events if event.signal_id])


@receiver(IntentSignalDetected.signal)
def rescore_by_signals(events: list[IntentSignalDetected], **_: object) -> None:
    """A fresh signal is worth points."""
    _rescore(events)


@receiver(ContactCreated.signal)
def detect_referrals(events: list[ContactCreated], occurred_at: datetime, **_: object) -> None:
    """Who was sent by somebody is interested already."""
    services.detect_referrals(contact_ids=[event.contact_id for event in events], created_at=occurred_at)


@receiver(PageVisited.signal)
def detect_in_visits(events: list[PageVisited], **_: object) -> None:
    """Visits show intent and are counted; those of bots, also if found out later, do neither."""
    shown = services.detect_in_visits(visit_ids=[event.visit_id for event in events])
    # A signal that is new has its contact rescored when it is told of, in a moment.
    new = {signal.contact_id for signal in shown if signal.count == 1}
    _rescore(event for event in events if not event.is_bot and event.contact_id not in new)
    _rescore_scored(event for event in events if event.is_bot)


@receiver(EventTracked.signal)
def detect_in_events(events: list[EventTracked], **_: object) -> None:
    """What a site or product names itself shows intent; what bots did does not."""
    services.detect_in_events(event_ids=[event.event_id for event in events])


@receiver(FormSubmitted.signal)
def detect_in_forms(events: list[FormSubmitted], occurred_at: datetime, **_: object) -> None:
    """A form shows intent by its type; spam, also if found out later, does not."""
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


@receiver(AssetDownloaded.signal)
def detect_in_downloads(events: list[AssetDownloaded], occurred_at: datetime, **_: object) -> None:
    """Taking an asset shows intent; a bot that fetches it, also if found out later, does not."""
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


@receiver(MessageOpened.signal)
def detect_in_opened_messages(events: list[MessageOpened], occurred_at: datetime, **_: object) -> None:
    """Reading a message shows intent; a scanner or proxy that fetches it does not."""
    _detect_in_messages(Trigger.MESSAGE_OPENED, _by_people(events), occurred_at)


@receiver(MessageClicked.signal)
def detect_in_clicked_messages(events: list[MessageClicked], occurred_at: datetime, **_: object) -> None:
    """Following a link shows intent; a scanner that follows all of them does not."""
    _detect_in_messages(Trigger.MESSAGE_CLICKED, _by_people(events), occurred_at)


@receiver(MessageReplied.signal)
def detect_in_replies(events: list[MessageReplied], occurred_at: datetime, **_: object) -> None:
    """Answering shows intent."""
    _detect_in_messages(Trigger.MESSAGE_REPLIED, list(enumerate(events)), occurred_at)


@receiver(LeadEnriched.signal)
def detect_in_enrichment(events: list[LeadEnriched], occurred_at: datetime, **_: object) -> None:
    """A new employer or title, and a tool taken up or given up, show intent."""
    services.detect(
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


@receiver(StepExecuted.signal)
def rescore_after_steps(events: list[StepExecuted], **_: object) -> None:
    """What a journey's step changed may be worth points."""
    _rescore(events)


@receiver(DealWon.signal)
def remember_won_deals(events: list[DealWon], occurred_at: datetime, **_: object) -> None:
    """What wins is learned from."""
    _remember(OutcomeKind.WON, events, occurred_at)


@receiver(DealLost.signal)
def remember_lost_deals(events: list[DealLost], occurred_at: datetime, **_: object) -> None:
    """What loses is learned from."""
    _remember(OutcomeKind.LOST, events, occurred_at)


def _remember(kind: OutcomeKind, events: Iterable[DealWon | DealLost], occurred_at: datetime) -> None:
    contact_ids = [event.contact_id for event in events if event.contact_id]
    services.record_outcomes(kind=kind, contact_ids=contact_ids, happened_at=occurred_at, event=_cause())


def _detect_in_messages(
    trigger: Trigger, numbered: Iterable[tuple[int, OfMessage]], occurred_at: datetime
) -> None:
    services.detect(
        happenings=[
            _happening(event, trigger, occurred_at, number, messageId=str(event.message_id))
            for number, event in numbered
        ]
    )


def _detect_or_withdraw(happenings: list[services.Happening], is_refused: list[bool]) -> None:
    """Record what counts; what does not, and was counted before, is taken back."""
    judged = list(zip(happenings, is_refused, strict=True))
    services.withdraw_evidence(
        evidence=[(each.contact_id, each.evidence) for each, refused in judged if refused]
    )
    services.detect(happenings=[each for each, refused in judged if not refused])


def _by_people(events: Iterable[OfMachine]) -> list[tuple[int, OfMachine]]:
    """The events with their numbers, without those of machines."""
    return [(number, event) for number, event in enumerate(events) if not event.is_machine]


def _happening(
    event: ShowsIntent, trigger: Trigger, at: datetime, name: UUID | int, value: str = "", **metadata: str
) -> services.Happening:
    """What an event tells; without a name of its own it is named by its number in the stored batch."""
    return services.Happening(
        contact_id=event.contact_id,
        trigger=trigger,
        value=value,
        at=at,
        evidence=f"{_cause()}:{name}" if isinstance(name, int) else str(name),
        metadata=metadata,
    )


def _rescore(events: Iterable[AboutContact]) -> None:
    contact_ids: list[UUID] = [event.contact_id for event in events]
    services.rescore(contact_ids=contact_ids)


def _rescore_scored(events: Iterable[PageVisited]) -> None:
    """Rescore those who have a score; what made a difference to nobody makes no score."""
    if contact_ids := [event.contact_id for event in events]:
        services.rescore(contact_ids=selectors.scored_among(contact_ids))


def _cause() -> str:
    """The stored event that is being handled."""
    cause = current_cause()
    return cause.id if cause else ""
