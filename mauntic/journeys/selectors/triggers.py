"""What the triggers of journeys look at: facts that conditions may ask for, and who is in a state now."""

from typing import Any

from django.db.models import QuerySet

from mauntic.automation.domain.crossing import crosses
from mauntic.automation.registry.triggers import Facts, Settings
from mauntic.crm.models import Contact
from mauntic.journeys.registry.segments import segment_members
from mauntic.kernel.conditions import Field, Kind
from mauntic.kernel.translation import gettext_lazy as _
from mauntic.tracking.models import FormType

EVENT_FACTS = {
    "event.form_type": Field(
        "event.form_type", _("Kind of form"), Kind.CHOICE, tuple(FormType.choices), is_event=True
    ),
    "event.url": Field("event.url", _("Link that was clicked"), Kind.TEXT, is_event=True),
    "event.source": Field("event.source", _("Source of the event"), Kind.TEXT, is_event=True),
    "event.activity_type": Field("event.activity_type", _("Kind of meeting"), Kind.TEXT, is_event=True),
    "event.threshold": Field("event.threshold", _("Threshold that was crossed"), Kind.NUMBER, is_event=True),
    "event.direction": Field("event.direction", _("Direction of the score"), Kind.TEXT, is_event=True),
}
SCORE_FACTS = {
    "event.score": Field("event.score", _("Score after"), Kind.NUMBER, is_event=True),
    "event.previous_score": Field("event.previous_score", _("Score before"), Kind.NUMBER, is_event=True),
    "event.grade": Field("event.grade", _("Grade after"), Kind.TEXT, is_event=True),
}
SIGNAL_FACTS = {
    "event.source": Field("event.source", _("Source of the event"), Kind.TEXT, is_event=True),
    "event.weight": Field("event.weight", _("Weight of the signal"), Kind.NUMBER, is_event=True),
}


def crosses_threshold(settings: Settings, facts: Facts) -> bool:
    """Return whether a score passed the line in the direction of the settings."""
    return crosses(
        facts.get("score"),
        facts.get("previous_score"),
        line=settings["min_score"],
        direction=settings["direction"],
    )


def is_signal(settings: Settings, facts: Facts) -> bool:
    """Return whether a signal is of the type of the settings."""
    return bool(facts.get("signal_type") == settings["signal_type"])


def is_segment(settings: Settings, facts: Facts) -> bool:
    """Return whether a lead entered the segment of the settings."""
    return bool(facts.get("segment") == settings["segment"])


def present_scored(settings: Settings) -> QuerySet[Contact, Any]:
    """Return the leads whose score is on the side of the line that the settings name."""
    side = "lead_score__gte" if settings["direction"] == "up" else "lead_score__lt"
    return Contact.objects.filter(**{side: settings["min_score"]})


def present_in_segment(settings: Settings) -> QuerySet[Any]:
    """Return the leads who are in the segment."""
    found = segment_members(settings["segment"])
    return Contact.objects.none() if found is None else found
