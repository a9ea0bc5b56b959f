"""The people on the buyer's side of deals, and their signals."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.crm.models import Contact
from mauntic.kernel.display import day
from revops.committee.models import CommitteeMember, CommitteeRole
from revops.deals.models.deals import Deal
from revops.health.domain.facts import ENGAGEMENT_DAYS, Person
from scoring.signals.selectors.shown import signal_counts

CONTACT = "contact"
NAMED = ("first_name", "last_name", "email", "suppressed_reason", "company")
"""The columns of contacts that are read."""
_COLUMNS = ("deal", "role", "left_at", *(f"contact__{name}" for name in NAMED))


@dataclass(frozen=True, slots=True)
class People:
    """The people of a deal, and the signal counts of those who are active."""

    all: tuple[Person, ...]
    recent_signals: int
    earlier_signals: int


def people_of(deals: Sequence[Deal], at: datetime) -> Mapping[UUID, People]:
    """Return people by deal: the contact, then the committee. Three queries; contacts must be loaded.

    Args:
        deals: with their contacts loaded.
        at: the time for which members and signals count.
    """
    members = _members(deals, at)
    people = {deal.pk: dict(_people(deal, members[deal.pk], at)) for deal in deals}
    ids = {pk for known in people.values() for pk, person in known.items() if not person.gone}
    recent = signal_counts(list(ids), ENGAGEMENT_DAYS, now=at)
    earlier = signal_counts(list(ids), ENGAGEMENT_DAYS, now=at - timedelta(days=ENGAGEMENT_DAYS))
    return {
        deal_id: People(tuple(known.values()), _sum(recent, known), _sum(earlier, known))
        for deal_id, known in people.items()
    }


def _members(deals: Sequence[Deal], at: datetime) -> Mapping[UUID, list[CommitteeMember]]:
    rows = CommitteeMember.objects.filter(deal__in=[deal.pk for deal in deals], added_at__lte=at)
    members: dict[UUID, list[CommitteeMember]] = defaultdict(list)
    for row in rows.select_related("contact").only(*_COLUMNS):
        members[row.deal_id].append(row)
    return members


def _people(deal: Deal, members: Iterable[CommitteeMember], at: datetime) -> Iterable[tuple[UUID, Person]]:
    """Yield each person once; a role in the committee replaces the one of the main contact."""
    if deal.contact:
        yield deal.contact.pk, Person(deal.contact.name, CONTACT, _silenced(deal.contact))
    for member in members:
        yield member.contact_id, Person(member.contact.name, member.role, _gone(member, deal, at))


def _gone(member: CommitteeMember, deal: Deal, at: datetime) -> str:
    if member.left_at and member.left_at <= at:
        return _("left the committee on {day}").format(day=day(member.left_at.date()))
    is_champion = member.role == CommitteeRole.CHAMPION
    here, there = deal.company_id, member.contact.company_id
    # Members from other companies are normal, but a champion who changed companies has no influence left.
    if is_champion and here and there and here != there:
        return _("now works for another company")
    return _silenced(member.contact)


def _silenced(contact: Contact) -> str:
    reason = contact.suppressed_reason
    return _("is suppressed ({reason})").format(reason=reason) if reason else ""


def _sum(counts: Mapping[UUID, int], people: Iterable[UUID]) -> int:
    return sum(counts.get(pk, 0) for pk in people)
