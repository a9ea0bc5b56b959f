"""Approve, reject and edit proposals."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel import display
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid
from revops.agents.approvals.domain.payloads import digest
from revops.agents.approvals.domain.statuses import Status
from revops.agents.approvals.labels import REJECTIONS
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.registry import kind_named
from revops.agents.approvals.selectors.queue import proposal_seen_by
from revops.agents.approvals.selectors.shown import changes
from revops.agents.approvals.services.executing import execute
from revops.agents.approvals.services.reviewing import review


def approve(*, proposal_id: UUID, shown: str, by: User) -> Proposal:
    """Approve a proposal, and execute it.

    The approval is committed first, so that a worker that dies in between leaves an approved proposal, which
    the sweep executes. Call it outside of a transaction.

    Args:
        proposal_id: the proposal.
        shown: the hash of the payload that the person saw.
        by: the person, with whose rights it is executed.

    Returns: the proposal: executed, invalidated, or failed with the reason.
    Raises: `NotFound`; `Conflict` if it was decided, edited, expired, or what it rests on changed.
    """
    row = proposal_seen_by(by, proposal_id)
    if row.is_pending and (reason := changes([row]).get(row.pk)):
        review(proposals=[row])
        raise Conflict(reason)
    _decide(row, shown, by, status=Status.APPROVED)
    return execute(proposal_id=row.pk)


def reject(*, proposal_id: UUID, shown: str, reason: str, note: str = "", by: User) -> Proposal:
    """Reject a proposal.

    Args:
        proposal_id: the proposal.
        shown: the hash of the payload that the person saw.
        reason: one of `Rejection`.
        note: more about it.
        by: the person.

    Raises: `Invalid`, `NotFound`, `Conflict` as above.
    """
    if reason not in REJECTIONS:
        raise Invalid({"reason": _("Choose why you reject it.")})
    row = proposal_seen_by(by, proposal_id)
    _decide(row, shown, by, status=Status.REJECTED, rejection=reason, note=note)
    row.refresh_from_db()
    return row


@transaction.atomic
def edit(*, proposal_id: UUID, shown: str, texts: Mapping[str, str], by: User) -> Proposal:
    """Change the texts of a pending proposal. What they were stays with it.

    Args:
        proposal_id: the proposal.
        shown: the hash of the payload that the person saw.
        texts: the new texts by key of the payload.
        by: the person.

    Raises: `Invalid` for an empty or too long text, or one that its kind does not let people edit;
        `NotFound`, `Conflict` as above.
    """
    row = proposal_seen_by(by, proposal_id)
    _check_texts(row, texts)
    at, before = now(), row.payload
    payload = {**before, **texts}
    edits = [
        {"by": str(by), "at": at.isoformat(), "field": key, "before": before[key], "after": text}
        for key, text in texts.items()
        if text != before[key]
    ]
    changed = _pending(row, shown, at).update(
        payload=payload, payload_hash=digest(payload), edits=[*row.edits, *edits]
    )
    if not changed:
        raise Conflict(_why_not(row.pk, at))
    row.refresh_from_db()
    return row


def _check_texts(row: Proposal, texts: Mapping[str, str]) -> None:
    kind = kind_named(row.kind)
    allowed = kind.texts if kind else {}
    wrong = {}
    for key, text in texts.items():
        if key not in allowed:
            wrong[key] = _("This cannot be edited.")
        elif not text.strip():
            wrong[key] = _("Write something.")
        elif len(text) > allowed[key]:
            wrong[key] = _("Write at most {count} characters.").format(count=display.number(allowed[key]))
    if wrong:
        raise Invalid(wrong)


def _decide(row: Proposal, shown: str, by: User, **values: str) -> None:
    """Close a pending proposal by one conditional update: of two people at once, one decides."""
    at = now()
    if not _pending(row, shown, at).update(decided_by=by, decided_at=at, **values):
        raise Conflict(_why_not(row.pk, at))


def _pending(row: Proposal, shown: str, at: datetime) -> "models.QuerySet[Proposal]":
    return Proposal.objects.filter(pk=row.pk, status=Status.PENDING, expires_at__gt=at, payload_hash=shown)


def _why_not(proposal_id: UUID, at: datetime) -> str:
    row = Proposal.objects.select_related("decided_by").get(pk=proposal_id)
    if row.status != Status.PENDING:
        return (
            _("This proposal is not pending any more: {status}. {detail}")
            .format(status=str(row.get_status_display()).lower(), detail=row.detail)
            .strip()
        )
    if row.expires_at <= at:
        return _("This proposal expired {time}. Nothing was done.").format(time=display.ago(row.expires_at))
    return _("Somebody edited this proposal since you opened it. Look at it again.")
