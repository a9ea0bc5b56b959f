"""Show what a version would do for a record, without doing it: the same plan, and nothing that acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mauntic.accounts.models import User
from mauntic.automation.domain.outcomes import Call, Planned
from mauntic.automation.domain.steps import Step
from mauntic.automation.registry.triggers import Happening
from mauntic.automation.selectors.matching import matching
from mauntic.automation.selectors.reading import Script
from mauntic.automation.selectors.rights import planned_for
from mauntic.kernel.clock import now
from mauntic.kernel.conditions import Leaf, leaves, with_names, words
from mauntic.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Verdict:
    """A condition in words, and whether the record matches it."""

    words: str
    holds: bool


@dataclass(frozen=True, slots=True)
class TriedStep:
    """A step, what it would do, and the number of splits that it is inside of."""

    number: int
    action: str
    sentence: str
    planned: Planned
    branch: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a version would do for a record."""

    starts: bool
    verdicts: list[Verdict]
    steps: list[TriedStep]


def try_out(*, script: Script, subject_id: UUID, facts: Mapping[str, Any], by: User) -> Trial:
    """Return what a version would do for a record that the person sees.

    Nothing is written, sent, or published.

    Args:
        script: the version.
        subject_id: the record.
        facts: what the event would say.
        by: with whose rights it would act.
    """
    told = Happening(subject_id, facts)
    leaves_of = dict.fromkeys(leaves(script.tree))
    fields = with_names(script.fields, [script.tree])
    verdicts = [Verdict(words(leaf, fields), _holds(script, leaf, told)) for leaf in leaves_of]
    starts = bool(_matched(script, script.tree, told)) and _fits(script, facts)
    return Trial(starts, verdicts, _steps(script, script.steps, told, by))


def _fits(script: Script, facts: Mapping[str, Any]) -> bool:
    trigger = script.trigger
    return trigger is not None and (not facts or trigger.matches(script.trigger_settings, facts))


def _holds(script: Script, leaf: Leaf, told: Happening) -> bool:
    return bool(_matched(script, leaf, told))


def _matched(script: Script, tree: Any, told: Happening) -> set[UUID]:
    fields = script.trigger.fields if script.trigger else {}
    return matching(subject=script.subject, tree=tree, event_fields=fields, happenings=[told], at=now())


def _steps(
    script: Script, steps: tuple[Step, ...], told: Happening, by: User, branch: str = ""
) -> list[TriedStep]:
    found = []
    for step in steps:
        action, settings = script.action(step), script.settings(step)
        call = _call(script, step, told, by)
        planned = planned_for(action, [call], settings)[call.run_id]
        number = script.route.positions[step.id]
        found.append(TriedStep(number, action.key, action.sentence(settings), planned, branch))
        for name, inside in step.branches.items():
            found += _steps(script, inside, told, by, name)
    return found


def _call(script: Script, step: Step, told: Happening, by: User) -> Call:
    definition, run_id = script.version.definition, new_id()
    return Call(
        run_id=run_id,
        key=f"{run_id}-{step.id}",
        kind=definition.kind,
        definition_id=definition.pk,
        name=definition.name,
        trigger=script.version.trigger,
        subject_kind=script.subject.key,
        subject_id=told.subject_id,
        facts=told.facts,
        by=by,
        at=now(),
    )
