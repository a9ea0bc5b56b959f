"""The buying committee of a deal."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from mauntic.crm.models import Contact
from revops.committee.models import CommitteeMember
from revops.deals.models.deals import Deal

CHOICES = 200


@dataclass(frozen=True, slots=True)
class Member:
    """A contact with a role. `role` is empty for the main contact until somebody sets it."""

    contact: Contact
    role: str
    role_label: str
    is_main: bool
    left_at: datetime | None


def committee_of(deal: Deal) -> list[Member]:
    """Return the main contact, then the others as they were added, those who left last; one query."""
    rows = CommitteeMember.objects.filter(deal=deal.pk).select_related("contact__company")
    members = [
        Member(row.contact, row.role, row.get_role_display(), row.contact_id == deal.contact_id, row.left_at)
        for row in rows
    ]
    if deal.contact and all(not member.is_main for member in members):
        members.append(Member(deal.contact, "", "", is_main=True, left_at=None))
    return sorted(members, key=lambda member: (member.left_at is not None, not member.is_main))


def possible_members(deal: Deal) -> QuerySet[Contact]:
    """Return the first `CHOICES` contacts of the deal's company outside the committee, by name."""
    rows = Contact.objects.filter(company=deal.company_id, company__isnull=False)
    taken = CommitteeMember.objects.filter(deal=deal.pk, left_at=None).values("contact")
    return rows.exclude(Q(pk__in=taken) | Q(pk=deal.contact_id)).order_by("last_name", "first_name")[:CHOICES]
