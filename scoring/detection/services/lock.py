"""The lock for writers of a signal type and its rules."""

from django.utils.translation import gettext

from mauntic.kernel.errors import NotFound
from scoring.signals.models import SignalType


def lock_signal_type(code: str) -> SignalType:
    """Lock a type and its rules until the commit.

    `no_key` lets other transactions insert signals of the type meanwhile.

    Args:
        code: the code of the type.

    Returns: the locked row.

    Raises: `NotFound` if it does not exist.
    """
    row = SignalType.objects.select_for_update(no_key=True).filter(pk=code).first()
    if row is None:
        raise NotFound(gettext("Signal type {code} does not exist.").format(code=code))
    return row
