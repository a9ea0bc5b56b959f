"""Whom a new deal is for."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.contacts.selectors.lists import lead
from mauntic.crm.models import Company, Contact
from mauntic.kernel.parsing import uuids
from revops.deals.forms import LONGEST_NAME
from revops.deals.selectors.visible import deals


@dataclass(frozen=True, slots=True)
class Buyer:
    """The lead or the company of a new deal, as far as they are known."""

    contact: Contact | None = None
    company: Company | None = None

    @property
    def name(self) -> str:
        """Return the name of the company, else that of the lead."""
        company = self.company or (self.contact.company if self.contact else None)
        return str(company or self.contact or "")

    def initial(self) -> dict[str, str]:
        """Return the values that the form starts with. The name is a proposal."""
        name = _("{buyer} – new deal").format(buyer=self.name) if self.name else ""
        return {
            "name": name if len(name) <= LONGEST_NAME else "",
            "contact_email": self.contact.email if self.contact else "",
            "company_name": self.company.name if self.company and not self.contact else "",
        }


def buyer_of(given: Mapping[str, str], user: User) -> Buyer:
    """Return the buyer that a query names: `contact`, `company`, or the `deal` of the page that is open.

    Raises: `NotFound` for an unknown lead.
    """
    contact, company, deal = (uuids([given.get(name, "")]) for name in ("contact", "company", "deal"))
    if contact:
        return Buyer(lead(contact[0]))
    if company:
        return Buyer(company=Company.objects.filter(pk__in=company).first())
    found = deals(user).filter(pk__in=deal).first()
    return Buyer(found.contact, found.company) if found else Buyer()
