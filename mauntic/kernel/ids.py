"""Identifiers: UUIDs of version 7, so that indexes on them stay local."""

import uuid
from datetime import datetime

import uuid_utils.compat

_BITS_BELOW_THE_TIME = 80


def new_id() -> uuid.UUID:
    """Return a new UUID v7. Its first 48 bits are the time in milliseconds, so ids sort by creation."""
    return uuid_utils.compat.uuid7()


def first_id_of(moment: datetime) -> uuid.UUID:
    """Return the lowest id that a row created at `moment` can have, to find newer rows by primary key."""
    return uuid.UUID(int=int(moment.timestamp() * 1000) << _BITS_BELOW_THE_TIME)
