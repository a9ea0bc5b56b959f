"""How often an action was done, for people who take turns."""

from uuid import UUID

from mauntic.automation.models import ActionRun, ActionState


def times_done(definition_id: UUID, action: str) -> int:
    """Return how often the runs of a definition did an action."""
    return ActionRun.objects.filter(
        run__definition=definition_id, action=action, state=ActionState.DONE
    ).count()
