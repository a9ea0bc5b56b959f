"""The values of tokens: what is known of the lead and of the sender, as texts."""

from collections.abc import Mapping

from mauntic.crm.models import Contact
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.kernel.translation import StrPromise
from mauntic.kernel.translation import gettext_lazy as _

TOKENS: Mapping[str, StrPromise] = {
    "first_name": _("First name of the lead"),
    "last_name": _("Last name of the lead"),
    "full_name": _("Name of the lead"),
    "email": _("Email address of the lead"),
    "title": _("Job title of the lead"),
    "company": _("Company of the lead"),
    "industry": _("Industry of the company"),
    "region": _("Region of the lead"),
    "sender_name": _("Name of the sender"),
    "sender_email": _("Address of the sender"),
}
"""Every token that a text may use, with what it stands for."""


def values_for(contact: Contact, mailbox: Mailbox, further: Mapping[str, str]) -> dict[str, str]:
    """Return the values of all tokens for a lead (company loaded) and a mailbox (owner loaded).

    Args: `further` has values of the sender's own, which come first.
    """
    company = contact.company
    return {
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "full_name": f"{contact.first_name} {contact.last_name}".strip(),
        "email": contact.email,
        "title": contact.title,
        "company": company.name if company else "",
        "industry": company.industry if company else "",
        "region": contact.region,
        "sender_name": mailbox.from_name or (str(mailbox.owner) if mailbox.owner else ""),
        "sender_email": mailbox.address,
        **further,
    }
