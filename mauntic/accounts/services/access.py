"""Whose work people see."""

from mauntic.accounts.models import AccessPolicy, SeenByReps
from mauntic.kernel.errors import Invalid


def set_access_policy(*, seen_by_reps: str) -> AccessPolicy:
    """Let reps see and change their own deals and tasks, their team's, or everybody's, from now on."""
    if seen_by_reps not in SeenByReps.values:
        raise Invalid({"seen_by_reps": f"Choose one of {', '.join(SeenByReps.values)}."})
    row, _ = AccessPolicy.objects.update_or_create(pk=1, defaults={"seen_by_reps": seen_by_reps})
    return row
