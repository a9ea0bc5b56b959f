"""Journeys that are on, for tests."""

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


def make_journey(
    by: User, trigger: str = "manual", steps: Sequence[Mapping[str, Any]] = (TASK,), **given: Any
) -> Definition:
    """A journey that has been on for a minute."""
    count = Definition.objects.count()
    draft = Draft(**{"name": f"Journey {count}", "trigger": trigger, "steps": steps, **given})
    definition = save_definition(kind=Kind.JOURNEY, draft=draft, by=by)
    turn_on(definition_id=definition.pk, by=by)
    Definition.objects.filter(pk=definition.pk).update(switched_at=now() - timedelta(minutes=1))
    return Definition.objects.get(pk=definition.pk)


@pytest.fixture
def journey(acme: object, admin: User) -> Callable[..., Definition]:
    """Makes a journey that has been on for a minute."""

    def make(*args: Any, by: User = admin, **given: Any) -> Definition:
        return make_journey(by, *args, **given)

    return make


@pytest.fixture
def no_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forgets the segments that a test registers."""
    monkeypatch.setattr("mauntic.journeys.registry.segments._registered", [])
