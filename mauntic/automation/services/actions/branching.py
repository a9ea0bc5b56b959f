"""Splits by conditions, and the end of a run."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.automation.domain.outcomes import Call, Done, Outcome, Planned
from mauntic.automation.models import Kind
from mauntic.automation.registry.actions import Problems
from mauntic.automation.registry.subjects import all_subjects, subject_of
from mauntic.automation.registry.triggers import Happening, Trigger, trigger_named, triggers_for
from mauntic.automation.selectors.at_hand import fields_of
from mauntic.automation.selectors.matching import matching
from mauntic.automation.selectors.reading import fields_for, tree_of
from mauntic.kernel.conditions import (
    Broken,
    Field,
    Tree,
    find_contradictions,
    parse_strict,
    with_names,
    words,
)
from mauntic.kernel.errors import Invalid

Settings = Mapping[str, Any]
YES, NO = "yes", "no"
BRANCHES = (YES, NO)


def split_words(settings: Settings) -> str:
    """Say a split, such as "If Grade is A"."""
    fields = _every_field()
    tree: Tree | Broken = parse_strict(settings["conditions"], fields)
    named = fields if isinstance(tree, Broken) else with_names(fields, [tree])
    return _("If {conditions}").format(conditions=words(tree, named))


def _every_field() -> Mapping[str, Field]:
    """Return what any conditions may compare: a split says itself without its trigger."""
    fields = {key: field for subject in all_subjects() for key, field in fields_of(subject).items()}
    triggers = [trigger for kind in Kind.values for trigger in triggers_for(kind)]
    return fields | {key: field for trigger in triggers for key, field in trigger.fields.items()}


def check_split(settings: Settings, trigger: Trigger) -> Problems:
    """Refuse conditions that the record or the event behind the trigger cannot answer, or that clash."""
    try:
        tree = tree_of(settings["conditions"], fields_for(trigger))
    except Invalid as error:
        return error.fields
    clashes = [str(clash) for clash in find_contradictions(tree)]
    return {"conditions": clashes} if clashes else {}


def plan_split(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, Planned]:
    """Say which branch each run would take: one statement for all."""
    trigger = trigger_named(calls[0].trigger)
    if trigger is None:
        raise Invalid({"trigger": _("This trigger does not exist any more.")})
    tree = tree_of(settings["conditions"], fields_for(trigger))
    found: dict[UUID, bool] = {}
    for calls_once in _each_record_once(calls):
        matched = matching(
            subject=subject_of(trigger.subject),
            tree=tree,
            event_fields=trigger.fields,
            happenings=[Happening(call.subject_id, call.facts) for call in calls_once],
            at=calls[0].at,
        )
        found |= {call.run_id: call.subject_id in matched for call in calls_once}
    return {pk: Planned({"branch": YES if matches else NO}) for pk, matches in found.items()}


def _each_record_once(calls: Sequence[Call]) -> list[list[Call]]:
    """Return the calls in groups in which no record is there twice: two runs may know different facts."""
    groups: list[dict[UUID, Call]] = []
    for call in calls:
        free = next((group for group in groups if call.subject_id not in group), None)
        if free is None:
            free = {}
            groups.append(free)
        free[call.subject_id] = call
    return [list(group.values()) for group in groups]


def take_branch(
    calls: Sequence[Call], _settings: Settings, planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Let each run go on in the branch that was planned."""
    return {call.run_id: Done(branch=planned[call.run_id].inputs["branch"]) for call in calls}


def exit_words(_settings: Settings) -> str:
    """Say that a run ends."""
    return _("End here")


def plan_exit(calls: Sequence[Call], _settings: Settings) -> Mapping[UUID, Planned]:
    """Say that each run would end."""
    return {call.run_id: Planned() for call in calls}


def leave(
    calls: Sequence[Call], _settings: Settings, _planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """End runs."""
    return {call.run_id: Done(ends=True) for call in calls}
