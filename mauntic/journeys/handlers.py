"""Triggers and steps of journeys, and the events that start them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from mauntic.automation.models import Kind
from mauntic.automation.registry.actions import register_action
from mauntic.automation.registry.pages import Pages, register_pages
from mauntic.automation.registry.triggers import known_trigger, register_trigger
from mauntic.automation.selectors.leaving import anybody_may_leave
from mauntic.automation.selectors.listening import anybody_listens
from mauntic.automation.services.runs.leaving import leave_reached
from mauntic.automation.services.starting.firing import fire
from mauntic.broker.cause import current_cause
from mauntic.crm.contacts.services.projections import project_quality, project_scores
from mauntic.crm.segments.registry import register_uses
from mauntic.crm.segments.selectors import segments
from mauntic.events.catalog import (
    ContactCreated,
    ContactJoinedSegment,
    ContactLeftSegment,
    ContactUpdated,
    DataQualityChanged,
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
from mauntic.journeys.domain import facts
from mauntic.journeys.forms.catalog import EVENT, SCORE, SIGNAL, TRIGGERS
from mauntic.journeys.forms.steps import STEPS
from mauntic.journeys.registry.segments import Segments, register_segments
from mauntic.journeys.selectors.segments import journeys_of_segment
from mauntic.journeys.selectors.told import SCORES, SIGNALS, SOURCES, happenings
from mauntic.journeys.services.segments import enter_segment, leave_segment

UID = "mauntic.journeys.handlers"

register_pages(
    Pages(
        kind=Kind.JOURNEY,
        base="journeys:journey",
        title=_("Journeys"),
        new=_("New journey"),
        subtitle=_("Steps that leads go through, one after the other"),
        empty=_("No journeys yet"),
        teaches=_(
            "A journey takes leads from step to step: it writes to them, waits and goes on by what they do. "
            "Such as: when a form is submitted, send an email, wait 3 days, then create a task."
        ),
    )
)
register_segments(Segments(choices=segments.choices, members=lambda pk: segments.members(UUID(pk))))
register_uses(journeys_of_segment)
for each in TRIGGERS:
    register_trigger(each)
for step in STEPS:
    register_action(step)


def _tell(event: str, told: Iterable[Event], occurred_at: datetime) -> None:
    """Start the journeys of an event. Facts are read only if somebody listens.

    Args:
        event: its name for journeys.
        told: the events.
        occurred_at: when.
    """
    if anybody_listens(EVENT, event=event):
        found = list(happenings(SOURCES[event], told, event=event))
        fire(trigger=known_trigger(EVENT), happenings=found, occurred_at=occurred_at)


@receiver(ContactCreated.signal, dispatch_uid=f"{UID}.start_for_new_leads")
def start_for_new_leads(events: list[ContactCreated], occurred_at: datetime, **_: object) -> None:
    """Start the journeys of new leads."""
    _tell(facts.LEAD_CREATED, events, occurred_at)


@receiver(ContactJoinedSegment.signal, dispatch_uid=f"{UID}.start_for_segments")
def start_for_segments(events: list[ContactJoinedSegment], occurred_at: datetime, **_: object) -> None:
    """Start the journeys of leads who joined segments."""
    for segment, ids in _by_segment(events).items():
        enter_segment(segment=str(segment), contact_ids=ids, occurred_at=occurred_at)


@receiver(ContactLeftSegment.signal, dispatch_uid=f"{UID}.leave_with_segments")
def leave_with_segments(events: list[ContactLeftSegment], **_: object) -> None:
    """End the journeys of leads who left the segment that they entered by."""
    for segment, ids in _by_segment(events).items():
        leave_segment(segment=str(segment), contact_ids=ids)


def _by_segment(events: Iterable[ContactJoinedSegment | ContactLeftSegment]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for event in events:
        found.setdefault(event.segment_id, []).append(event.contact_id)
    return found


@receiver(LeadEnriched.signal, dispatch_uid=f"{UID}.start_for_enriched_leads")
def start_for_enriched_leads(events: list[LeadEnriched], occurred_at: datetime, **_: object) -> None:
    """Start the journeys of enriched leads."""
    _tell(facts.LEAD_ENRICHED, events, occurred_at)


@receiver(FormSubmitted.signal, dispatch_uid=f"{UID}.start_for_forms")
def start_for_forms(events: list[FormSubmitted], occurred_at: datetime, **_: object) -> None:
    """Start the journeys of submitted forms. Spam starts none."""
    _tell(facts.FORM_SUBMITTED, events, occurred_at)


@receiver(MessageOpened.signal, dispatch_uid=f"{UID}.start_for_openings")
def start_for_openings(events: list[MessageOpened], occurred_at: datetime, **_: object) -> None:
    """Start the journeys of emails that people opened."""
    _tell(facts.MESSAGE_OPENED, events, occurred_at)


@receiver(MessageClicked.signal, dispatch_uid=f"{UID}.start_for_clicks")
def start_for_clicks(events: list[MessageClicked], occurred_at: datetime, **_: object) -> None:
    """Start the journeys of links that people clicked."""
    _tell(facts.MESSAGE_CLICKED, events, occurred_at)


@receiver(MessageReplied.signal, dispatch_uid=f"{UID}.start_for_replies")
def start_for_replies(events: list[MessageReplied], occurred_at: datetime, **_: object) -> None:
    """Start the journeys of replies."""
    _tell(facts.MESSAGE_REPLIED, events, occurred_at)


@receiver(MeetingPlanned.signal, dispatch_uid=f"{UID}.start_for_planned_meetings")
def start_for_planned_meetings(events: list[MeetingPlanned], occurred_at: datetime, **_: object) -> None:
    """Start the journeys of scheduled meetings."""
    _tell(facts.MEETING_PLANNED, events, occurred_at)


@receiver(MeetingHeld.signal, dispatch_uid=f"{UID}.start_for_held_meetings")
def start_for_held_meetings(events: list[MeetingHeld], occurred_at: datetime, **_: object) -> None:
    """Start the journeys of meetings that were held. Facts that are withdrawn start none."""
    _tell(facts.MEETING_HELD, events, occurred_at)


@receiver(DealCreated.signal, dispatch_uid=f"{UID}.start_for_new_deals")
def start_for_new_deals(events: list[DealCreated], occurred_at: datetime, **_: object) -> None:
    """Start the journeys of the leads of new deals."""
    _tell(facts.DEAL_CREATED, events, occurred_at)


@receiver(DealWon.signal, dispatch_uid=f"{UID}.start_for_won_deals")
def start_for_won_deals(events: list[DealWon], occurred_at: datetime, **_: object) -> None:
    """Start the journeys of the leads of won deals. Facts that are withdrawn start none."""
    _tell(facts.DEAL_WON, events, occurred_at)


@receiver(DealLost.signal, dispatch_uid=f"{UID}.start_for_lost_deals")
def start_for_lost_deals(events: list[DealLost], occurred_at: datetime, **_: object) -> None:
    """Start the journeys of the leads of lost deals. Facts that are withdrawn start none."""
    _tell(facts.DEAL_LOST, events, occurred_at)


@receiver(ScoreThresholdCrossed.signal, dispatch_uid=f"{UID}.start_for_thresholds")
def start_for_thresholds(events: list[ScoreThresholdCrossed], occurred_at: datetime, **_: object) -> None:
    """Start the journeys of scores that crossed a threshold of the organization."""
    _tell(facts.THRESHOLD_CROSSED, events, occurred_at)


@receiver(LeadScored.signal, dispatch_uid=f"{UID}.start_for_scores")
def start_for_scores(events: Sequence[LeadScored], occurred_at: datetime, **_: object) -> None:
    """Start the journeys of scores that crossed a line."""
    if not anybody_listens(SCORE):
        return
    _show_scores(occurred_at)
    told = list(happenings(SCORES, events))
    fire(trigger=known_trigger(SCORE), happenings=told, occurred_at=occurred_at)


def _show_scores(occurred_at: datetime) -> None:
    """Write the scores to the leads, as the CRM does: conditions ask the leads, whoever is told first."""
    cause = current_cause()
    if cause is not None and cause.kind == "event":
        project_scores(row_id=UUID(cause.id), scored_at=occurred_at)


@receiver(IntentSignalDetected.signal, dispatch_uid=f"{UID}.start_for_signals")
def start_for_signals(events: Sequence[IntentSignalDetected], occurred_at: datetime, **_: object) -> None:
    """Start the journeys of signals."""
    if not anybody_listens(SIGNAL):
        return
    told = list(happenings(SIGNALS, events))
    fire(trigger=known_trigger(SIGNAL), happenings=told, occurred_at=occurred_at)


@receiver(ContactUpdated.signal, dispatch_uid=f"{UID}.leave_after_changes")
def leave_after_changes(events: Sequence[ContactUpdated], **_: object) -> None:
    """Let leads leave journeys whose goal or exit conditions they meet after a change."""
    leave_reached(subject_ids={event.contact_id for event in events})


@receiver(LeadEnriched.signal, dispatch_uid=f"{UID}.leave_after_enrichment")
def leave_after_enrichment(events: Sequence[LeadEnriched], **_: object) -> None:
    """Let leads leave journeys whose goal or exit conditions they meet after an enrichment."""
    leave_reached(subject_ids={event.contact_id for event in events})


@receiver(LeadScored.signal, dispatch_uid=f"{UID}.leave_after_scores")
def leave_after_scores(events: Sequence[LeadScored], occurred_at: datetime, **_: object) -> None:
    """Let leads leave journeys whose goal or exit conditions they meet with a new score."""
    if anybody_may_leave():
        _show_scores(occurred_at)
        leave_reached(subject_ids={event.contact_id for event in events})


@receiver(DataQualityChanged.signal, dispatch_uid=f"{UID}.leave_after_quality")
def leave_after_quality(events: Sequence[DataQualityChanged], **_: object) -> None:
    """Let leads leave journeys whose goal or exit conditions they meet with other data quality."""
    if anybody_may_leave():
        project_quality(scores={event.contact_id: event.new_score for event in events})
        leave_reached(subject_ids={event.contact_id for event in events})
