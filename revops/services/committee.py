"""Who takes part in the buying: a contact gets a role in a deal, leaves, and comes back."""

from uuid import UUID

from django.db import transaction

from mauntic.accounts.models import User
from mauntic.broker import send_on_commit
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotFound
from revops.models import CommitteeMember, CommitteeRole
from revops.services.deals import locked_deals


@transaction.atomic
def set_member(*, deal_id: UUID, contact_id: UUID, role: str, by: User) -> CommitteeMember:
    """Give a contact a role in the deal; who had another takes this one, and who had left is back.

    `Invalid` for an unknown contact or role, `NotFound` for a deal that `by` does not see.
    """
    locked_deals([deal_id], by)
    problems = {}
    if role not in CommitteeRole.values:
        problems["role"] = f"Choose one of {', '.join(CommitteeRole.values)}."
    if not Contact.objects.filter(pk=contact_id).exists():
        problems["contact"] = f"There is no lead {contact_id}."
    if problems:
        raise Invalid(problems)
    member, _ = CommitteeMember.objects.update_or_create(
        deal_id=deal_id, contact_id=contact_id, defaults={"role": role, "left_at": None}
    )
    _assess_later(deal_id)
    return member


@transaction.atomic
def member_left(*, deal_id: UUID, contact_id: UUID, by: User) -> CommitteeMember:
    """Say that a contact no longer takes part. The deal's own contact is on record from then on, too."""
    deal = locked_deals([deal_id], by)[0]
    if deal.contact_id == contact_id:
        CommitteeMember.objects.get_or_create(deal=deal, contact_id=contact_id)
    return _set_left(deal_id, contact_id, gone=True)


@transaction.atomic
def member_back(*, deal_id: UUID, contact_id: UUID, by: User) -> CommitteeMember:
    """Take back that a contact has left, with the role that they had."""
    locked_deals([deal_id], by)
    return _set_left(deal_id, contact_id, gone=False)


def _set_left(deal_id: UUID, contact_id: UUID, *, gone: bool) -> CommitteeMember:
    member = CommitteeMember.objects.filter(deal=deal_id, contact=contact_id).first()
    if member is None:
        raise NotFound("This lead takes no part in the deal.")
    member.left_at = (member.left_at or now()) if gone else None
    member.save(update_fields=["left_at"])
    _assess_later(deal_id)
    return member


def _assess_later(deal_id: UUID) -> None:
    send_on_commit("revops.assess_some", [str(deal_id)])
