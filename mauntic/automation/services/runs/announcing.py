"""Tell the other contexts which steps of journeys were done."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

from mauntic.automation.domain.steps import Step
from mauntic.automation.models import ActionState, Kind, Run
from mauntic.automation.selectors.reading import Script
from mauntic.events.catalog import StepExecuted
from mauntic.events.services import publish_many


def announce_steps(
    script: Script, step: Step, rows: Sequence[Run], states: Mapping[UUID, ActionState]
) -> None:
    """Publish what came of a step of a journey. Steps of workflows are not announced.

    Publishes: `StepExecuted` of each run.
    """
    definition = script.version.definition
    if definition.kind != Kind.JOURNEY:
        return
    step_id = uuid5(definition.pk, step.id)
    publish_many(
        StepExecuted(
            journey_id=definition.pk, contact_id=row.subject_id, step_id=step_id, outcome=states[row.pk].value
        )
        for row in rows
    )
