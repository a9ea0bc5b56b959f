"""Decide about many proposals at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from mauntic.accounts.models import User
from mauntic.kernel.errors import MaunticError
from revops.agents.approvals.domain.statuses import Status
from revops.agents.approvals.selectors.queue import seen_by
from revops.agents.approvals.services.deciding import approve, reject

MOST = 50
Refused = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Item:
    """A selected proposal, and the hash of the payload that the preview showed."""

    proposal_id: UUID
    shown: str


def approve_many(*, items: Sequence[Item], by: User) -> tuple[int, Refused]:
    """Approve proposals one after the other, each in its own transactions: a refused one undoes no other.

    Args:
        items: at most 50.
        by: the person.

    Returns: the number of executed ones, and the others with the name of the lead and the reason.
    """

    def one(item: Item) -> str:
        row = approve(proposal_id=item.proposal_id, shown=item.shown, by=by)
        return "" if row.status == Status.EXECUTED else row.detail

    return _each(items, one, by)


def reject_many(*, items: Sequence[Item], reason: str, note: str, by: User) -> tuple[int, Refused]:
    """Reject proposals for one reason. See `approve_many`."""

    def one(item: Item) -> str:
        reject(proposal_id=item.proposal_id, shown=item.shown, reason=reason, note=note, by=by)
        return ""

    return _each(items, one, by)


def _each(items: Sequence[Item], work: Callable[[Item], str], by: User) -> tuple[int, Refused]:
    # Whoever sends the id of a proposal of somebody else is not told the name of its lead.
    rows = seen_by(by).filter(pk__in=[item.proposal_id for item in items]).select_related("contact")
    names = {row.pk: row.contact.name if row.contact else "" for row in rows}
    done, refused = 0, []
    for item in items[:MOST]:
        try:
            why = work(item)
        except MaunticError as error:
            why = error.message
        if why:
            refused.append((names.get(item.proposal_id, ""), why))
        else:
            done += 1
    return done, refused
