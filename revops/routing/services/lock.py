"""Serialize routing within an organization."""

from mauntic.kernel.db.locks import Lock, hold


def lock_routing() -> None:
    """Lock routing of this organization until commit; waits for the transaction that holds the lock.

    Locking the rows of one rule would protect its turns only: caps belong to reps who are in several rules,
    and leads of a company stay together across rules. So one lock covers everything. docs/architecture.md
    states its order among the other locks.
    """
    hold(Lock.ROUTING)
