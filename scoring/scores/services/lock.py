"""The lock for writers of scores and signals of an organization."""

from mauntic.kernel.db.locks import Lock, hold


def lock_scoring() -> None:
    """Wait for other writers of scores in this organization, and block them until the commit.

    A statement computes scores from the facts at its start. Without the lock a slow statement with old facts
    could overwrite the score that a fast one computed from new facts.
    """
    hold(Lock.SCORES)
