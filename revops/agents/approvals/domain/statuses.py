"""The states of a proposal."""

from datetime import timedelta
from enum import StrEnum

LIVES = timedelta(days=7)
"""How long a proposal waits for a person."""


class Status(StrEnum):
    """Where a proposal stands. Only a pending one can be decided, and only an approved one is executed."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"
    """What it rests on changed before it was executed."""
    EXECUTED = "executed"
    FAILED = "failed"
    """It was approved, and had no effect."""
    OBSERVED = "observed"
    """What an agent that only learns would have done. Nobody decides about it."""


OPEN = (Status.PENDING, Status.APPROVED)
CLOSED = (Status.EXECUTED, Status.REJECTED, Status.EXPIRED, Status.INVALIDATED)


class Rejection(StrEnum):
    """Why a person rejected a proposal."""

    WRONG_PERSON = "wrong_person"
    WRONG_TIME = "wrong_time"
    WRONG_WORDS = "wrong_words"
    WRONG_FACTS = "wrong_facts"
    OTHER = "other"
