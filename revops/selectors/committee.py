"""Who takes part in the buying of a deal, and its papers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotFound
from revops.models import Attachment, CommitteeMember, Deal

CHOICES = 200


@dataclass(frozen=True, slots=True)
class Member:
    """A contact and its part; `role` is empty for the deal's own contact until somebody has said it."""

    contact: Contact
    role: str
    role_label: str
    is_main: bool
    left_at: datetime | None


def committee_of(deal: Deal) -> list[Member]:
    """The deal's own contact first, then the others as they were added, those who left last; one query."""
    rows = CommitteeMember.objects.filter(deal=deal.pk).select_related("contact__company")
    members = [
        Member(row.contact, row.role, row.get_role_display(), row.contact_id == deal.contact_id, row.left_at)
        for row in rows
    ]
    if deal.contact and all(not member.is_main for member in members):
        members.append(Member(deal.contact, "", "", is_main=True, left_at=None))
    return sorted(members, key=lambda member: (member.left_at is not None, not member.is_main))


def possible_members(deal: Deal) -> QuerySet[Contact]:
    """The contacts of the deal's company that have no part yet, by name, the first 200."""
    rows = Contact.objects.filter(company=deal.company_id, company__isnull=False)
    taken = CommitteeMember.objects.filter(deal=deal.pk, left_at=None).values("contact")
    return rows.exclude(Q(pk__in=taken) | Q(pk=deal.contact_id)).order_by("last_name", "first_name")[:CHOICES]


def attachments_of(deal_id: UUID) -> QuerySet[Attachment, Attachment]:
    """The papers of a deal with who brought them, the newest first."""
    return Attachment.objects.filter(deal=deal_id).select_related("uploaded_by")


def attachment(attachment_id: UUID, user: User) -> Attachment:
    """A paper of a deal that `user` sees, with the deal; `NotFound` otherwise."""
    seen = Attachment.objects.filter(deal__in=Deal.objects.visible_to(user)).select_related("deal")
    try:
        return seen.get(pk=attachment_id)
    except Attachment.DoesNotExist:
        raise NotFound(f"There is no file {attachment_id}.") from None
