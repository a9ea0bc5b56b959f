"""Record what a person does to deals in one go, so that it can be undone in one go."""

from uuid import UUID

from mauntic.accounts.models import User
from revops.deals.models.actions import DealAction


def record_action(*, action_id: UUID | None, by: User | None) -> None:
    """Store the action that the caller's moves and changes will refer to; once, however often it is named.

    Args:
        action_id: chosen by the caller; None stores nothing.
        by: the acting user.
    """
    if action_id:
        DealAction.objects.get_or_create(pk=action_id, defaults={"by": by})
