"""Mute signal types for a person, and unmute them."""

from django.utils.translation import gettext

from mauntic.accounts.models import User
from mauntic.kernel.errors import NotFound
from scoring.alerts.models import MutedType
from scoring.signals.models import SignalType


def mute_type(*, code: str, by: User) -> SignalType:
    """Hide alerts of a type from the person's own list, and notify them no more about it.

    The alerts still exist: others see them, and missed deadlines escalate. Muting twice changes nothing.

    Args:
        code: the code of the signal type.
        by: the person who mutes it, for themselves only.

    Returns: the type.

    Raises: `NotFound` if there is no such type.
    """
    kind = _type(code)
    # Of two clicks at once, the second finds the row of the first.
    MutedType.objects.bulk_create([MutedType(user=by, type=kind)], ignore_conflicts=True)
    return kind


def unmute_type(*, code: str, by: User) -> SignalType:
    """Show alerts of a type in the person's list again, and notify them again. Open alerts return.

    Args:
        code: the code of the signal type.
        by: the person who muted it.

    Returns: the type.

    Raises: `NotFound` if there is no such type.
    """
    kind = _type(code)
    MutedType.objects.filter(user=by, type=kind).delete()
    return kind


def _type(code: str) -> SignalType:
    kind = SignalType.objects.filter(code=code).first()
    if kind is None:
        raise NotFound(gettext("This signal type does not exist."))
    return kind
