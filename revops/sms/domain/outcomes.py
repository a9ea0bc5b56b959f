"""What the answers of a vendor of text messages mean for a text."""

from datetime import timedelta
from enum import StrEnum

RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
"""How long a text waits after each attempt that the vendor took nothing of."""


class Verdict(StrEnum):
    """The outcome of handing over a text.

    ACCEPTED: the vendor has it. LATER: it took nothing, try again. REFUSED: this number gets none.
    OPTED_OUT: the person said STOP. BROKEN: the account or its sender is wrong, whoever the text is for.
    UNKNOWN: nobody knows whether the vendor has it.
    """

    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"
    OPTED_OUT = "opted_out"
    BROKEN = "broken"
    UNKNOWN = "unknown"


def wait_after(attempts: int) -> timedelta | None:
    """Return how long a text waits after so many attempts; None if it is given up."""
    return RETRIES[attempts - 1] if 0 < attempts <= len(RETRIES) else None
