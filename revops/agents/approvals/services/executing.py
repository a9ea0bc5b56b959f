"""Carry approved proposals out, once each."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker.actor import Actor, ActorKind, acting
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import MaunticError
from revops.agents.approvals.domain.payloads import digest
from revops.agents.approvals.domain.statuses import Status
from revops.agents.approvals.labels import AGENTS
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.registry import kind_named
from revops.agents.approvals.selectors.queue import seen_by
from revops.agents.approvals.selectors.shown import changes

MOST_DETAIL = 500


@transaction.atomic
def execute(*, proposal_id: UUID) -> Proposal:
    """Carry out an approved proposal, and store what came of it in the same transaction.

    Everything is checked again: what it rests on, the payload, and the rights of who approved it. Called
    again, or by two workers at once, it has one effect: the second waits for the row and finds it executed.

    Args:
        proposal_id: the proposal. One that is not approved stays as it is.

    Returns: the proposal: executed, invalidated, or failed with the reason.
    Raises: `NotFound`.
    """
    row = held(
        Proposal.objects.select_related("decided_by", "acts_for", "contact"),
        proposal_id,
        gone=_("This proposal does not exist any more."),
    )
    if row.status != Status.APPROVED:
        return row
    by = row.decided_by or row.acts_for
    if obstacle := _obstacle(row, by):
        row.status, row.detail = obstacle
    else:
        assert by is not None  # noqa: S101 (else there is an obstacle)
        _act(row, by)
    row.detail = row.detail[:MOST_DETAIL]
    row.save(update_fields=["status", "detail", "record_id", "executed_at"])
    return row


def _act(row: Proposal, by: User) -> None:
    kind = kind_named(row.kind)
    assert kind is not None  # noqa: S101 (else it counts as changed)
    try:
        with transaction.atomic(), acting(_actor(row)):
            done = kind.execute(row, by)
    except MaunticError as error:
        row.status, row.detail = Status.FAILED, error.message
    else:
        row.status, row.executed_at = Status.EXECUTED, now()
        row.detail, row.record_id = done.words, done.record_id


def _obstacle(row: Proposal, by: User | None) -> tuple[Status, str] | None:
    """Return the status and the reason of a proposal that must not be executed; None if it may."""
    if by is None or not by.is_active:
        return Status.FAILED, _("The user with whose rights it would act is not active any more.")
    if digest(row.payload) != row.payload_hash:
        return Status.FAILED, _("The proposal is not the one that was approved.")
    if reason := changes([row]).get(row.pk):
        return Status.INVALIDATED, reason
    if not seen_by(by).filter(pk=row.pk).exists():
        return Status.FAILED, _("{person} may not change this record any more.").format(person=by)
    return None


def _actor(row: Proposal) -> Actor:
    agent = AGENTS.get(row.agent, row.agent)
    if row.decided_by:
        label = _("{agent}, approved by {person}").format(agent=agent, person=row.decided_by)
    else:
        label = str(agent)
    return Actor(ActorKind.AGENT, str(row.pk), label[:120])
