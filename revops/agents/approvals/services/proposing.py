"""Store what agents propose."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from revops.agents.approvals.domain.payloads import Payload, digest
from revops.agents.approvals.domain.statuses import LIVES, OPEN, Status
from revops.agents.approvals.models import Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A proposal before it is stored: see `Proposal`."""

    kind: str
    agent: str
    contact_id: UUID | None
    target_id: UUID
    slot: str
    payload: Payload
    facts: Sequence[Mapping[str, str]]
    why: str
    status: str = Status.PENDING
    acts_for: User | None = None
    lives: timedelta = field(default=LIVES)


def fact(key: str, value: object, *, source: str = "", version: object = "") -> dict[str, str]:
    """Return a fact as proposals store it. `source` is the path of a page."""
    return {"key": key, "value": str(value), "source": source, "version": str(version)}


def proposed_before(*, kind: str, payloads: Mapping[str, Payload]) -> Mapping[str, Proposal]:
    """Return the proposals that wait, are carried out or were rejected in just this form; one query.

    Args:
        kind: of the proposals.
        payloads: by slot.

    Returns: the latest such proposal, by slot.
    """
    hashes = {slot: digest(payload) for slot, payload in payloads.items()}
    rows = Proposal.objects.filter(kind=kind, slot__in=hashes, status__in=[*OPEN, Status.REJECTED])
    return {
        row.slot: row for row in rows.order_by("created_at", "pk") if row.payload_hash == hashes[row.slot]
    }


@transaction.atomic
def propose(*, drafts: Collection[Draft]) -> list[Proposal]:
    """Store proposals, in a constant number of queries.

    One with another payload replaces the pending one of its slot. What waits or was rejected in just this
    form is not proposed again, and what is being executed is not replaced.

    Args:
        drafts: at most one of each kind and slot.

    Returns: the new proposals.
    """
    found = Proposal.objects.filter(slot__in={draft.slot for draft in drafts})
    stored = list(found.filter(status__in=[*OPEN, Status.REJECTED, Status.OBSERVED]))
    same = {(row.kind, row.slot, row.payload_hash, row.status == Status.OBSERVED) for row in stored}
    busy = {(row.kind, row.slot) for row in stored if row.status == Status.APPROVED}
    fresh = [
        row
        for row in map(_row, drafts)
        if (row.kind, row.slot, row.payload_hash, row.status == Status.OBSERVED) not in same
        and (row.kind, row.slot) not in busy
    ]
    slots = {(row.kind, row.slot) for row in fresh if row.status in OPEN}
    older = [row.pk for row in stored if row.status == Status.PENDING and (row.kind, row.slot) in slots]
    Proposal.objects.filter(pk__in=older, status=Status.PENDING).update(
        status=Status.INVALIDATED, detail=_("Replaced by a newer proposal.")
    )
    # Another worker may propose for the same slot right now: the first one stays.
    Proposal.objects.bulk_create(fresh, ignore_conflicts=True)
    return list(Proposal.objects.filter(pk__in=[row.pk for row in fresh]).order_by("pk"))


def _row(draft: Draft) -> Proposal:
    at = now()
    is_approved = draft.status == Status.APPROVED
    values: dict[str, Any] = {"decided_at": at} if is_approved else {}
    return Proposal(
        kind=draft.kind,
        agent=draft.agent,
        status=draft.status,
        contact_id=draft.contact_id,
        target_id=draft.target_id,
        slot=draft.slot,
        payload=dict(draft.payload),
        payload_hash=digest(draft.payload),
        facts=list(draft.facts),
        why=draft.why,
        acts_for=draft.acts_for,
        expires_at=at + draft.lives,
        created_at=at,
        **values,
    )
