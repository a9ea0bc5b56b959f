"""Identifiers: UUIDs of version 7, so that indexes on them stay local."""

import uuid

import uuid_utils.compat


def new_id() -> uuid.UUID:
    """A fresh UUID v7: its first 48 bits are the time in milliseconds, so ids sort by creation."""
    return uuid_utils.compat.uuid7()
