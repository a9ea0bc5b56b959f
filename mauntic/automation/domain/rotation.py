"""Signing secrets of webhooks, and their change: for a while, the old one signs, too."""

from collections.abc import Mapping
from datetime import datetime, timedelta

OVERLAP = timedelta(hours=24)
SECRET, PREVIOUS, UNTIL = "secret", "previous", "previous_until"


def rotated(credentials: Mapping[str, str], new: str, at: datetime, overlap: timedelta) -> dict[str, str]:
    """Return credentials with a new secret. The one before signs for a while; the one before that no longer.

    Args:
        credentials: what is stored.
        new: the new secret.
        at: now.
        overlap: for how long the old one signs; zero ends it at once.
    """
    if not overlap or SECRET not in credentials:
        return {SECRET: new}
    return {SECRET: new, PREVIOUS: credentials[SECRET], UNTIL: (at + overlap).isoformat()}


def previous_until(credentials: Mapping[str, str], at: datetime) -> datetime | None:
    """Return until when the previous secret signs; None if it does not."""
    if UNTIL not in credentials:
        return None
    until = datetime.fromisoformat(credentials[UNTIL])
    return until if at < until else None


def signing_secrets(credentials: Mapping[str, str], at: datetime) -> list[str]:
    """Return the secrets that sign now, the current one first."""
    names = (SECRET, PREVIOUS) if previous_until(credentials, at) else (SECRET,)
    return [credentials[name] for name in names if name in credentials]
