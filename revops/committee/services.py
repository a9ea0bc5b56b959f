"""Change the buying committee: roles of contacts, who left, who returned."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.crm.contacts.services.locks import hold_contacts
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.codes import choices_text
from mauntic.kernel.errors import Invalid, NotFound
from revops.committee.models import CommitteeMember, CommitteeRole
from revops.deals.services.create import locked_deals
from revops.jobs import ASSESS_SOME


@transaction.atomic
def set_member(*, deal_id: UUID, contact_id: UUID, role: str, by: User) -> CommitteeMember:
    """Give a contact a role in the committee of a deal. A contact who had left is active again.

    Args:
        deal_id: the id of the deal.
        contact_id: the id of the contact.
        role: a value of `CommitteeRole`.
        by: the acting user.

    Returns: the member.

    Raises:
        Invalid: the contact or role is unknown.
        NotFound: `by` cannot see the deal.
    """
    problems = {}
    if role not in CommitteeRole.values:
        problems["role"] = _("Choose one of {choices}.").format(choices=choices_text(CommitteeRole.choices))
    if not Contact.objects.filter(pk=contact_id).exists():
        problems["contact"] = _("There is no lead {id}.").format(id=contact_id)
    if problems:
        locked_deals([deal_id], by)
        raise Invalid(problems)
    hold_contacts(contact_ids=[contact_id])
    locked_deals([deal_id], by)
    member, _created = CommitteeMember.objects.update_or_create(
        deal_id=deal_id, contact_id=contact_id, defaults={"role": role, "left_at": None}
    )
    _assess_later(deal_id)
    return member


@transaction.atomic
def member_left(*, deal_id: UUID, contact_id: UUID, by: User) -> CommitteeMember:
    """Mark a contact as having left the committee. The main contact is added to it first.

    Args:
        deal_id: the id of the deal.
        contact_id: the id of the contact.
        by: the acting user.

    Returns: the member.

    Raises:
        NotFound: `by` cannot see the deal, or the contact is not in the committee.
    """
    hold_contacts(contact_ids=[contact_id])
    deal = locked_deals([deal_id], by)[0]
    if deal.contact_id == contact_id:
        CommitteeMember.objects.get_or_create(deal=deal, contact_id=contact_id)
    return _set_left(deal_id, contact_id, gone=True)


@transaction.atomic
def member_back(*, deal_id: UUID, contact_id: UUID, by: User) -> CommitteeMember:
    """Restore a contact who had left, with their role.

    Args:
        deal_id: the id of the deal.
        contact_id: the id of the contact.
        by: the acting user.

    Returns: the member.

    Raises:
        NotFound: `by` cannot see the deal, or the contact was never in the committee.
    """
    locked_deals([deal_id], by)
    return _set_left(deal_id, contact_id, gone=False)


def _set_left(deal_id: UUID, contact_id: UUID, *, gone: bool) -> CommitteeMember:
    member = CommitteeMember.objects.filter(deal=deal_id, contact=contact_id).first()
    if member is None:
        raise NotFound(_("This lead is not in the buying committee. Add them first."))
    member.left_at = (member.left_at or now()) if gone else None
    member.save(update_fields=["left_at"])
    _assess_later(deal_id)
    return member


def _assess_later(deal_id: UUID) -> None:
    enqueue(ASSESS_SOME, [str(deal_id)])
