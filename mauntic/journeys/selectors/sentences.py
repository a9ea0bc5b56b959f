"""What starts journeys, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from mauntic.journeys.domain.facts import EVENTS
from mauntic.journeys.registry.segments import segment_name
from mauntic.tracking.models import FormType
from scoring.signals.selectors.types import signal_types

Settings = Mapping[str, Any]


def event(settings: Settings) -> str:
    """Say the event with its details."""
    clause = str(EVENTS[settings["event"]])
    if form_type := settings.get("form_type"):
        return _("{event} of the kind {kind}").format(event=clause, kind=FormType(form_type).label)
    if url := settings.get("url"):
        return _('{event} whose address contains "{url}"').format(event=clause, url=url)
    if source := settings.get("source"):
        return _('{event} with the source "{source}"').format(event=clause, source=source)
    return clause


def manual(_settings: Settings) -> str:
    """Say that nothing starts it by itself."""
    return _("a person or the API enrolls a lead")


def segment(settings: Settings) -> str:
    """Say the segment."""
    return _('a lead enters the segment "{segment}"').format(segment=segment_name(settings["segment"]))


def score_threshold(settings: Settings) -> str:
    """Say the score and its direction."""
    if settings["direction"] == "up":
        return _("the score of a lead rises to {score} or above").format(score=settings["min_score"])
    return _("the score of a lead falls below {score}").format(score=settings["min_score"])


def intent_signal(settings: Settings) -> str:
    """Say the signal."""
    name = dict(signal_types()).get(settings["signal_type"], settings["signal_type"])
    return _('a lead shows the signal "{signal}"').format(signal=name)
