"""The triggers of journeys: each with its form, its words and its facts."""

from mauntic.automation.models import Kind
from mauntic.automation.registry.subjects import CONTACT
from mauntic.automation.registry.triggers import Trigger
from mauntic.journeys.domain.facts import fits
from mauntic.journeys.forms import triggers as forms
from mauntic.journeys.selectors import sentences, told, triggers
from mauntic.kernel.translation import gettext_lazy as _

JOURNEY = frozenset({Kind.JOURNEY.value})
EVENT, SEGMENT, MANUAL, SCORE, SIGNAL = "event", "segment", "manual", "score_threshold", "intent_signal"

TRIGGERS = (
    Trigger(
        key=EVENT,
        label=_("Something happens to a lead"),
        kinds=JOURNEY,
        subject=CONTACT,
        form=forms.EventForm,
        sentence=sentences.event,
        fields=triggers.EVENT_FACTS,
        matches=fits,
        past=told.past_events,
    ),
    Trigger(
        key=SCORE,
        label=_("Score of a lead crosses a line"),
        kinds=JOURNEY,
        subject=CONTACT,
        form=forms.ScoreThresholdForm,
        sentence=sentences.score_threshold,
        fields=triggers.SCORE_FACTS,
        matches=triggers.crosses_threshold,
        present=triggers.present_scored,
        past=told.past_scores,
    ),
    Trigger(
        key=SIGNAL,
        label=_("Lead shows a signal"),
        kinds=JOURNEY,
        subject=CONTACT,
        form=forms.IntentSignalForm,
        sentence=sentences.intent_signal,
        fields=triggers.SIGNAL_FACTS,
        matches=triggers.is_signal,
        past=told.past_signals,
    ),
    Trigger(
        key=SEGMENT,
        label=_("Lead enters a segment"),
        kinds=JOURNEY,
        subject=CONTACT,
        form=forms.SegmentForm,
        sentence=sentences.segment,
        matches=triggers.is_segment,
        present=triggers.present_in_segment,
    ),
    Trigger(
        key=MANUAL,
        label=_("By hand or by the API"),
        kinds=JOURNEY,
        subject=CONTACT,
        form=forms.NoSettings,
        sentence=sentences.manual,
        is_told=False,
    ),
)
