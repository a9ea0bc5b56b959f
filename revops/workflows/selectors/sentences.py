"""What triggers and actions do, in words, with the names of what they use."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from revops.deals.models.choices import DealPriority, DealStage
from revops.workflows.domain.deal_values import FIELDS

Settings = Mapping[str, Any]


def deal_created(_settings: Settings) -> str:
    """Say the trigger."""
    return _("a deal is created")


def stage_changed(settings: Settings) -> str:
    """Say the trigger with its stages."""
    before, after = settings.get("from_stages"), settings.get("to_stages")
    if before and after:
        return _("a deal moves from {before} to {after}").format(before=_either(before), after=_either(after))
    if after:
        return _("a deal moves to {after}").format(after=_either(after))
    if before:
        return _("a deal leaves {before}").format(before=_either(before))
    return _("a deal moves to another stage")


def deal_won(_settings: Settings) -> str:
    """Say the trigger."""
    return _("a deal is won")


def deal_lost(_settings: Settings) -> str:
    """Say the trigger."""
    return _("a deal is lost")


def inactivity(settings: Settings) -> str:
    """Say the trigger with its days."""
    days = settings["days"]
    return ngettext(
        "nothing happens on an open deal for {days} day",
        "nothing happens on an open deal for {days} days",
        days,
    ).format(days=days)


def time_in_stage(settings: Settings) -> str:
    """Say the trigger with its stage and time."""
    stage = settings.get("stage")
    time = _length(settings.get("days") or 0, settings.get("hours") or 0)
    if stage:
        return _("a deal is in {stage} for {time}").format(stage=DealStage(stage).label, time=time)
    return _("a deal is in an open stage for {time}").format(time=time)


def score_changed(settings: Settings) -> str:
    """Say the trigger with its line."""
    if settings["direction"] == "up":
        return _("the score of a lead rises to {score} or above").format(score=settings["score"])
    return _("the score of a lead falls below {score}").format(score=settings["score"])


def create_task(settings: Settings) -> str:
    """Say the action with its text, person and day."""
    owner = settings.get("owner")
    return _('create the task "{subject}" for {owner}, due {when}').format(
        subject=settings["subject"], owner=owner or _("the owner"), when=_due(settings["due_days"])
    )


def assign_owner(settings: Settings) -> str:
    """Say the action with its people."""
    people = sorted(str(person) for person in settings["people"])
    if len(people) == 1:
        return _("assign it to {person}").format(person=people[0])
    return _("assign it to one of {people}, by turns").format(people=", ".join(people))


def move_stage(settings: Settings) -> str:
    """Say the action with its stage."""
    return _("move the deal to {stage}").format(stage=DealStage(settings["stage"]).label)


def add_to_sequence(settings: Settings) -> str:
    """Say the action with its sequence."""
    return _('add the lead to the sequence "{sequence}"').format(sequence=settings["sequence"])


def update_deal(settings: Settings) -> str:
    """Say the action with field and value."""
    field = FIELDS[settings["field"]]
    value = settings.get("value") or ""
    if not value:
        return _("clear {field}").format(field=field.label)
    shown = {"priority": dict(DealPriority.choices)}.get(field.kind, {}).get(value, value)
    return _('set {field} to "{value}"').format(field=field.label, value=shown)


def _either(stages: Iterable[str]) -> str:
    return _(" or ").join(str(DealStage(stage).label) for stage in stages)


def _length(days: int, hours: int) -> str:
    parts = [ngettext("{n} day", "{n} days", days).format(n=days)] if days else []
    parts += [ngettext("{n} hour", "{n} hours", hours).format(n=hours)] if hours else []
    return " ".join(parts)


def _due(days: int) -> str:
    if days == 0:
        return _("the same day")
    return ngettext("the next day", "in {days} days", days).format(days=days)
