"""When a message that a server did not take is tried again."""

from collections.abc import Sequence
from datetime import timedelta

from mauntic.delivery.replies.domain.statuses import BounceKind, kind_of

RETRIES: Sequence[timedelta] = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120))
"""The waits after temporary refusals. After the last one a message is given up."""


def refusal_of(*, status: str, words: str, is_temporary: bool) -> BounceKind:
    """Return what kind of refusal the answer of a server is: by the same table as returned mail.

    Args:
        status: the enhanced status, such as 5.1.1; empty without one.
        words: the whole answer.
        is_temporary: whether its code is of the 400s, or no answer came.
    """
    if is_temporary:
        return BounceKind.DELAYED
    return kind_of(status, words, innermost=True) or BounceKind.SOFT


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many attempts; None to give up."""
    return RETRIES[attempts - 1] if attempts <= len(RETRIES) else None
