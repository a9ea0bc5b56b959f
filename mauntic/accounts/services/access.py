"""Set the access of reps."""

from django.utils.translation import gettext

from mauntic.accounts.models import AccessPolicy, SeenByReps
from mauntic.kernel.codes import choices_text
from mauntic.kernel.errors import Invalid


def set_access_policy(*, seen_by_reps: str) -> AccessPolicy:
    """Set whose deals and tasks reps see and change.

    Args: `seen_by_reps` is a value of `SeenByReps`.
    Raises: `Invalid` for another value.
    """
    if seen_by_reps not in SeenByReps.values:
        raise Invalid(
            {
                "seen_by_reps": gettext("Choose one of %(choices)s.")
                % {"choices": choices_text(SeenByReps.choices)}
            }
        )
    row, _ = AccessPolicy.objects.update_or_create(pk=1, defaults={"seen_by_reps": seen_by_reps})
    return row
