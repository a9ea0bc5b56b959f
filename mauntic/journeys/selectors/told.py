"""What events say to journeys: about which leads, with which facts; as they come, and as they are stored."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from mauntic.automation.registry.triggers import Happening, Settings
from mauntic.events.catalog import (
    ContactCreated,
    DealCreated,
    DealLost,
    DealWon,
    Event,
    FormSubmitted,
    IntentSignalDetected,
    LeadEnriched,
    LeadScored,
    MeetingHeld,
    MeetingPlanned,
    MessageClicked,
    MessageOpened,
    MessageReplied,
    ScoreThresholdCrossed,
)
from mauntic.events.models import StoredEvent
from mauntic.journeys.domain import facts

ROWS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Source:
    """An event that journeys hear of.

    Args:
        event: its class.
        facts: what conditions may ask for, of one of them.
        counts: whether one of them starts anything: machines, spam and facts that are withdrawn do not.
    """

    event: type[Event]
    facts: Callable[[Any], Mapping[str, object]] = lambda _event: {}
    counts: Callable[[Any], bool] = lambda _event: True


def _by_source(event: Any) -> Mapping[str, object]:
    return {"source": event.source}


def _meeting(event: Any) -> Mapping[str, object]:
    return {"activity_type": event.activity_type}


def _by_person(event: Any) -> bool:
    return not event.is_machine


def _stands(event: Any) -> bool:
    return not event.is_withdrawn


def _scored(event: LeadScored) -> Mapping[str, object]:
    before = event.previous_score
    previous = None if before is None else float(before)
    return {"score": float(event.score), "previous_score": previous, "grade": event.grade}


def _signal(event: IntentSignalDetected) -> Mapping[str, object]:
    return {"signal_type": event.signal_type, "source": event.source, "weight": float(event.weight)}


SOURCES: Mapping[str, Source] = {
    facts.LEAD_CREATED: Source(ContactCreated, _by_source),
    facts.LEAD_ENRICHED: Source(LeadEnriched, _by_source),
    facts.FORM_SUBMITTED: Source(
        FormSubmitted, lambda event: {"form_type": event.form_type}, lambda event: not event.is_spam
    ),
    facts.MESSAGE_OPENED: Source(MessageOpened, counts=_by_person),
    facts.MESSAGE_CLICKED: Source(MessageClicked, lambda event: {"url": event.url}, _by_person),
    facts.MESSAGE_REPLIED: Source(MessageReplied),
    facts.MEETING_PLANNED: Source(MeetingPlanned, _meeting),
    facts.MEETING_HELD: Source(MeetingHeld, _meeting, _stands),
    facts.DEAL_CREATED: Source(DealCreated),
    facts.DEAL_WON: Source(DealWon, counts=_stands),
    facts.DEAL_LOST: Source(DealLost, counts=_stands),
    facts.THRESHOLD_CROSSED: Source(
        ScoreThresholdCrossed, lambda event: {"threshold": event.threshold, "direction": event.direction}
    ),
}
"""The events of the trigger `event`, by their names for journeys."""
SCORES, SIGNALS = Source(LeadScored, _scored), Source(IntentSignalDetected, _signal)


def happenings(source: Source, events: Iterable[Any], **more: object) -> Iterator[Happening]:
    """Yield what happened to which leads. Events that do not count, or have no lead, are left out."""
    for event in events:
        contact_id = getattr(event, "contact_id", None)
        if contact_id is not None and source.counts(event):
            yield Happening(contact_id, {**more, **source.facts(event)})


def past_events(settings: Settings, since: datetime, limit: int) -> Sequence[Happening]:
    """Return how often the event of the settings came since a time, with any details."""
    name = settings["event"]
    return list(islice(_stored(SOURCES[name], since, event=name), limit))


def past_scores(_settings: Settings, since: datetime, limit: int) -> Sequence[Happening]:
    """Return the scores since a time, whether they cross a line or not."""
    return list(islice(_stored(SCORES, since), limit))


def past_signals(_settings: Settings, since: datetime, limit: int) -> Sequence[Happening]:
    """Return the signals since a time, of all types."""
    return list(islice(_stored(SIGNALS, since), limit))


def _stored(source: Source, since: datetime, **more: object) -> Iterator[Happening]:
    rows = StoredEvent.objects.filter(type=source.event.wire_name, occurred_at__gte=since)
    for row in rows.order_by("occurred_at", "pk").iterator(ROWS_AT_ONCE):
        yield from happenings(source, row.events(), **more)
