"""Workflows that are on, for tests."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from mauntic.accounts.models import User
from mauntic.automation.models import Definition, Kind
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_on
from mauntic.kernel.clock import now

TASK: Mapping[str, Any] = {
    "action": "create_task",
    "settings": {"subject": "Call", "type": "task", "due_days": 1},
}


@pytest.fixture
def workflow(acme: object, admin: User) -> Callable[..., Definition]:
    """Makes a workflow that has been on for a minute."""

    def make(trigger: str, steps: Sequence[Mapping[str, Any]] = (TASK,), **given: Any) -> Definition:
        by = given.pop("by", admin)
        count = Definition.objects.count()
        draft = Draft(**{"name": f"Workflow {count}", "trigger": trigger, "steps": steps, **given})
        definition = save_definition(kind=Kind.WORKFLOW, draft=draft, by=by)
        turn_on(definition_id=definition.pk, by=by)
        Definition.objects.filter(pk=definition.pk).update(switched_at=now() - timedelta(minutes=1))
        return Definition.objects.get(pk=definition.pk)

    return make
