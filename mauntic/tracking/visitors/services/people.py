"""Write people and companies of messages to the CRM. Empty fields are filled, values are never replaced."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from operator import itemgetter
from typing import Any
from uuid import UUID

from mauntic.broker.actor import Actor, ActorKind, acting
from mauntic.crm.companies.selectors.employers import of_one_employer
from mauntic.crm.companies.services.matching import get_or_create_company, lock_companies
from mauntic.crm.contacts.services.edit import create_contact, update_contact
from mauntic.crm.contacts.services.locks import lock_contacts
from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.crm.fields.domain.cleaning import clean, company_details
from mauntic.crm.models import Company, Contact
from mauntic.kernel.errors import Conflict
from mauntic.tracking.keys.services.lead_limits import take_room_for_leads

SOURCE = "tracking"


def contacts_by_email(*, emails: Iterable[str]) -> dict[str, UUID]:
    """Return the ids of contacts by email address (in lower case)."""
    return {email: contact.pk for email, contact in _known(emails).items()}


def identify_contacts(
    *, given: Mapping[str, Mapping[str, Any]], source: str = SOURCE, channel: str = "", limited: bool = True
) -> dict[str, UUID]:
    """Find or create the contacts of email addresses, and fill their empty fields.

    Existing values stay, since a person may have entered them. Only changes cost statements.

    Args: `given` holds values by field of the CRM, by email address in lower case; invalid values are
    dropped. `channel` (`key:<id>`, `form:<id>`) limits the new contacts per hour, unless `limited` is false.
    Returns: the ids of the contacts by email address, without those above the limit.
    Publishes: `ContactCreated`, `ContactUpdated`.
    """
    with acting(_visitor(source, channel)):
        return _identify(given, source=source, channel=channel, limited=limited)


def _identify(
    given: Mapping[str, Mapping[str, Any]], *, source: str, channel: str, limited: bool
) -> dict[str, UUID]:
    known = _known(given)
    new = sorted(given.keys() - known.keys())
    refused = set(new[take_room_for_leads(channel=channel, wanted=len(new)) :]) if limited else set[str]()
    # In one order, so that batches with the same new people never deadlock.
    people = {
        email: _fitting({**values, "email": email})
        for email, values in sorted(given.items(), key=itemgetter(0))
        if email not in refused
    }
    missing = {email: _missing_on(contact, people[email]) for email, contact in known.items()}
    changed = {email: values for email, values in missing.items() if values}
    _lock([known[email] for email in changed], [people[email] for email in people.keys() - known.keys()])
    for email, values in people.items():
        if email not in known:
            known[email] = _create(email, values, source, channel)
        elif email in changed:
            update_contact(contact=known[email], values=changed[email])
    return {email: contact.pk for email, contact in known.items()}


def merged_values(values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Merge the values of several messages about one person. The first valid value of each field is used.

    Values of the company come from one message: those of two could describe different companies.
    """
    first = dict(values[0])
    if all(one == first for one in values):
        return first
    person: dict[str, Any] = {}
    employer: dict[str, Any] = {}
    for one in map(_fitting, values):
        cleaned = clean(one)
        given = {name: value for name, value in cleaned.contact.items() if name not in cleaned.derived}
        person = {name: value for name, value in given.items() if value} | person
        if not employer and _names_one(cleaned.company):
            employer = _of_company(one)
    return person | employer


def group_contacts(*, companies: Mapping[UUID, Sequence[Mapping[str, Any]]]) -> None:
    """Find or create the companies of contacts, and fill their empty fields.

    Of several messages about the company of a contact, the first counts, and the others add to that company.
    A contact keeps its company. Values of another company are dropped: otherwise anybody could create any
    number of companies with one known email address.

    Args: `companies` holds the values of messages, in order, by id of the contact.
    Publishes: `ContactUpdated`
    """
    contacts = Contact.objects.select_related("company").in_bulk(list(companies))
    employers = {pk: _employer_values(contact.company, companies[pk]) for pk, contact in contacts.items()}
    given = {pk: values for pk, values in employers.items() if values}
    _lock([contacts[pk] for pk in given if contacts[pk].company is None], list(given.values()))
    for contact_id, fitting in given.items():
        details = clean(fitting).company
        with acting(_visitor(SOURCE)):
            get_or_create_company(
                name=details.pop("name", ""), domain=details.pop("domain", ""), values=details
            )
            if contacts[contact_id].company is None:
                update_contact(contact=contacts[contact_id], values=fitting)


def _visitor(source: str, channel: str = "") -> Actor:
    return Actor(ActorKind.VISITOR, channel, source)


def _known(emails: Iterable[str]) -> dict[str, Contact]:
    wanted = set(emails) - {""}
    if not wanted:
        return {}
    holders = Contact.objects.with_emails(wanted).select_related("company")
    return {contact.email.lower(): contact for contact in holders}


def _create(email: str, values: Mapping[str, Any], source: str, channel: str) -> Contact:
    try:
        return create_contact(values=dict(values), source=source, channel=channel)
    except Conflict:  # another request created it at the same time
        return Contact.objects.with_emails([email]).get()


def _fitting(values: Mapping[str, Any]) -> dict[str, Any]:
    problems = clean(values).problems
    return {name: value for name, value in values.items() if name not in problems}


def _lock(contacts: Iterable[Contact], people: Sequence[Mapping[str, Any]]) -> None:
    """Lock the contacts to change, then all companies of people, before any of them is written.

    Locked person by person, two batches with people of the same companies would deadlock.
    """
    for _ in lock_contacts([contact.pk for contact in contacts]):
        pass
    lock_companies([company_details(clean(values).company, values.get("email", "")) for values in people])


def _employer_values(company: Company | None, values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the values of the company of a contact; without one, of the first company that is named."""
    fitting = [_fitting(one) for one in values]
    meant = of_one_employer(company, [company_details(clean(one).company) for one in fitting])
    merged: dict[str, Any] = {}
    for one in compress(fitting, meant):
        merged = one | merged
    return merged


def _names_one(company: Mapping[str, Any]) -> bool:
    return bool(company.get("name") or company.get("domain"))


def _of_company(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in FIELDS and FIELDS[name].of_company}


def _missing_on(contact: Contact, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that fill empty columns, with company values only if there is no company."""
    cleaned = clean(given)
    new = {name: value for name, value in cleaned.contact.items() if value and not getattr(contact, name)}
    if contact.company is None:
        new |= _of_company(given)
    return new
