"""What messages say of people and companies reaches the CRM: it fills what is empty and replaces nothing."""

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models.functions import Lower

from mauntic.crm.domain.cleaning import Cleaned, clean
from mauntic.crm.domain.fields import FIELDS
from mauntic.crm.models import Contact
from mauntic.crm.services import create_contact, get_or_create_company, update_contact
from mauntic.kernel.errors import Conflict

SOURCE = "tracking"


def contacts_by_email(*, emails: Iterable[str]) -> dict[str, UUID]:
    """The contacts that have these addresses (in lower case)."""
    return {email: contact.pk for email, contact in _known(emails).items()}


def identify_contacts(*, said: Mapping[str, Mapping[str, Any]], source: str = SOURCE) -> dict[str, UUID]:
    """The contact of each address (in lower case), made where there is none; empty fields are filled.

    `said` are values by the CRM's names of fields; those that do not fit are left out. A value that stands on
    the contact stays: a person may have typed it. Only what changes costs statements.
    """
    known = _known(said)
    # In one order, so that batches with the same new people never wait for each other in a circle.
    for email, values in sorted(said.items(), key=itemgetter(0)):
        fitting = _fitting({**values, "email": email})
        contact = known.get(email)
        if contact is None:
            known[email] = _create(email, fitting, source)
        elif new := _missing_on(contact, clean(fitting), fitting):
            update_contact(contact=contact, values=new)
    return {email: contact.pk for email, contact in known.items()}


def group_contacts(*, companies: Mapping[UUID, Mapping[str, Any]]) -> None:
    """The companies of contacts: found by domain, else by name, or made; empty fields are filled.

    A contact that has a company keeps it.
    """
    contacts = Contact.objects.select_related("company").in_bulk(list(companies))
    for contact_id, values in companies.items():
        fitting = _fitting(values)
        details = clean(fitting).company
        if contact_id not in contacts or not (details.get("name") or details.get("domain")):
            continue
        get_or_create_company(name=details.pop("name", ""), domain=details.pop("domain", ""), values=details)
        if contacts[contact_id].company is None:
            update_contact(contact=contacts[contact_id], values=fitting)


def _known(emails: Iterable[str]) -> dict[str, Contact]:
    wanted = set(emails) - {""}
    if not wanted:
        return {}
    # Without the exclusion PostgreSQL cannot tell that the index of addresses holds all that is asked for.
    holders = Contact.objects.annotate(low=Lower("email")).filter(low__in=wanted).exclude(email="")
    return {contact.email.lower(): contact for contact in holders.select_related("company")}


def _create(email: str, values: Mapping[str, Any], source: str) -> Contact:
    try:
        return create_contact(values=dict(values), source=source)
    except Conflict:  # another request made it at the same moment
        return Contact.objects.get(email__iexact=email)


def _fitting(values: Mapping[str, Any]) -> dict[str, Any]:
    problems = clean(values).problems
    return {name: value for name, value in values.items() if name not in problems}


def _missing_on(contact: Contact, cleaned: Cleaned, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values that fill what is empty, by column; company details only where there is no company."""
    new = {name: value for name, value in cleaned.contact.items() if value and not getattr(contact, name)}
    if contact.company is None:
        new |= {name: value for name, value in given.items() if name in FIELDS and FIELDS[name].of_company}
    return new
