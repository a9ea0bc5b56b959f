"""The lead and the deal that an activity or task is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from mauntic.accounts.models import User
from mauntic.crm.contacts.selectors.lists import LeadFilters, lead, leads
from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotFound
from mauntic.kernel.parsing import uuids
from revops.deals.models.deals import Deal
from revops.deals.selectors import visible

FOUND = 8


@dataclass(frozen=True, slots=True)
class Subject:
    """What an activity is about: a lead, a deal, both or neither."""

    contact: Contact | None = None
    deal: Deal | None = None

    @property
    def person(self) -> Contact | None:
        """Return the lead, else that of the deal."""
        return self.contact or (self.deal.contact if self.deal else None)

    @property
    def name(self) -> str:
        """Return the name of the deal, else of the lead; empty without either."""
        if self.deal and not self.contact:
            return self.deal.name
        return self.contact.name if self.contact else ""

    @property
    def choice(self) -> tuple[str, str] | None:
        """Return `deal:<id>` or `contact:<id>` with a label, for a select; None without either."""
        if self.deal and not self.contact:
            return f"deal:{self.deal.pk}", self.deal.name
        return (f"contact:{self.contact.pk}", _label(self.contact)) if self.contact else None

    @property
    def phones(self) -> list[str]:
        """Return the phone numbers of the person, the direct one first."""
        found = [self.person.direct_phone, self.person.phone] if self.person else []
        return list(dict.fromkeys(filter(None, found)))


def subject_of(user: User, *, contact_id: UUID | None, deal_id: UUID | None) -> Subject:
    """Return the records of these ids, as far as they are given.

    Args:
        user: the person who asks.
        contact_id: the id of a lead.
        deal_id: the id of a deal.

    Raises:
        NotFound: there is no such record, or `user` cannot see it.
    """
    return Subject(lead(contact_id) if contact_id else None, visible.deal(deal_id, user) if deal_id else None)


def record_of(choice: str, user: User) -> Subject | None:
    """Return the record of a choice such as `deal:<id>`; None if `user` cannot see it."""
    kind, _colon, key = choice.partition(":")
    found = next(iter(uuids([key])), None)
    if found is None:
        return None
    try:
        return subject_of(
            user,
            contact_id=found if kind == "contact" else None,
            deal_id=found if kind == "deal" else None,
        )
    except NotFound:
        return None


def records_found(text: str, user: User) -> Sequence[tuple[str, str]]:
    """Return leads and deals whose name matches, as choices: `contact:<id>` or `deal:<id>`, and a label.

    Args:
        text: what was typed; empty finds nothing.
        user: the person who asks; deals that they cannot see are left out.
    """
    if not text.strip():
        return []
    people = leads(LeadFilters(q=text.strip()))[:FOUND]
    deals = visible.deals_found(text.strip(), user)[:FOUND]
    return [
        *((f"contact:{each.pk}", _label(each)) for each in people),
        *((f"deal:{each.pk}", each.name) for each in deals),
    ]


def _label(contact: Contact) -> str:
    return f"{contact.name}, {contact.company}" if contact.company else contact.name
