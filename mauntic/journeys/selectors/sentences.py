"""What starts journeys, and their splits, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from mauntic.automation.selectors.at_hand import once
from mauntic.journeys.domain.facts import EVENTS
from mauntic.journeys.domain.splits import DEFAULT, read_grades, read_ranges, read_shares
from mauntic.journeys.registry.segments import segment_name
from mauntic.kernel.display import number
from mauntic.kernel.grades import LETTERS
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
    name = dict(once(signal_types)).get(settings["signal_type"], settings["signal_type"])
    return _('a lead shows the signal "{signal}"').format(signal=name)


def split_score(settings: Settings) -> str:
    """Say the ranges of scores and their branches."""
    parts = [
        _("{branch} from {score}").format(branch=each.branch, score=number(each.least))
        if each.least is not None
        else _("{branch} for all others").format(branch=each.branch)
        for each in read_ranges(settings["ranges"])
    ]
    return _("Split by score: {branches}").format(branches=", ".join(parts))


def split_grade(settings: Settings) -> str:
    """Say the grades and their branches."""
    branches = read_grades(settings["grades"])
    parts = [
        _("{branch} for all others").format(branch=branches[grade])
        if grade == DEFAULT
        else _("{branch} for {grade}").format(branch=branches[grade], grade=grade)
        for grade in (*LETTERS, DEFAULT)
        if grade in branches
    ]
    return _("Split by grade: {branches}").format(branches=", ".join(parts))


def split_random(settings: Settings) -> str:
    """Say the branches and their shares."""
    parts = [
        _("{branch} {percent}%").format(branch=each.branch, percent=each.percent)
        for each in read_shares(settings["shares"])
    ]
    return _("Split by chance: {branches}").format(branches=", ".join(parts))


def add_tag(settings: Settings) -> str:
    """Say the tag."""
    return _('Add the tag "{tag}"').format(tag=settings["tag"])
