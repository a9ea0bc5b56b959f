"""The settings of the triggers of journeys."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now

from mauntic.journeys.domain.facts import DETAILS, EVENTS
from mauntic.journeys.registry.segments import segment_choices
from mauntic.kernel.translation import gettext_lazy as _
from mauntic.tracking.models import FormType
from scoring.signals.selectors.types import signal_types

DIRECTIONS = [("up", _("Rises to it or above")), ("down", _("Falls below it"))]


class NoSettings(forms.Form):
    """A trigger without settings."""


class EventForm(forms.Form):
    """Which event, and details of it."""

    event = forms.ChoiceField(label=_("Event"), choices=list(EVENTS.items()))
    form_type = forms.ChoiceField(
        label=_("Form"), choices=[("", _("Any form")), *FormType.choices], required=False
    )
    url = forms.CharField(
        label=_("Link contains"), max_length=500, required=False, help_text=_("Empty for any link.")
    )
    source = forms.CharField(
        label=_("Source"), max_length=50, required=False, help_text=_("Empty for any source.")
    )

    def clean(self) -> dict[str, Any]:
        """Refuse details of another event."""
        given: dict[str, Any] = super().clean() or {}
        for name, event in DETAILS.items():
            if given.get(name) and given.get("event") and given["event"] != event:
                self.add_error(name, _now('Leave this out: it belongs to "{event}".').format(event=event))
        return given


class SegmentForm(forms.Form):
    """Which segment."""

    segment = forms.ChoiceField(label=_("Segment"), choices=segment_choices)


class ScoreThresholdForm(forms.Form):
    """Which score, and in which direction it is crossed."""

    min_score = forms.IntegerField(label=_("Score"), min_value=1, max_value=100, initial=60)
    direction = forms.ChoiceField(label=_("Direction"), choices=DIRECTIONS)


class IntentSignalForm(forms.Form):
    """Which type of signal."""

    signal_type = forms.ChoiceField(label=_("Signal"), choices=signal_types)
