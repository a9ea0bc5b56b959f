"""Identifiers: UUIDs of version 7, so that indexes on them stay local."""

import uuid
from datetime import datetime

import uuid_utils.compat

_BITS_BELOW_THE_TIME = 80


def new_id() -> uuid.UUID:
    """A fresh UUID v7: its first 48 bits are the time in milliseconds, so ids sort by creation."""
    return uuid_utils.compat.uuid7()


def first_id_of(moment: datetime) -> uuid.UUID:
    """The least id that can be made at a moment: what was made since then is found by its primary key."""
    return uuid.UUID(int=int(moment.timestamp() * 1000) << _BITS_BELOW_THE_TIME)
