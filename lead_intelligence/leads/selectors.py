"""The data of a lead in the CRM, as fields of enrichment."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from django.db.models import Q

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import Json, Value, from_json
from mauntic.crm.companies.selectors.employers import companies_like
from mauntic.crm.models import Contact

K = TypeVar("K")

OF_CONTACT: Mapping[Field, str] = {
    Field.EMAIL: "email",
    Field.FIRST_NAME: "first_name",
    Field.LAST_NAME: "last_name",
    Field.PHONE: "phone",
    Field.TITLE: "title",
    Field.LINKEDIN_URL: "linkedin_url",
    Field.DIRECT_PHONE: "direct_phone",
    Field.SENIORITY: "seniority",
    Field.COUNTRY: "country",
}
OF_COMPANY: Mapping[Field, str] = {
    Field.COMPANY: "name",
    Field.INDUSTRY: "industry",
    Field.COMPANY_SIZE: "employees",
    Field.TECH_STACK: "tech_stack",
}
OF_COMPANY_IN_EVENTS: Mapping[Field, str] = {**OF_COMPANY, Field.COMPANY: "company"}
COMPANY_FACTS = frozenset(OF_COMPANY) - {Field.COMPANY}
"""Fields of the company. The employer of a contact is a fact about the contact."""


def crm_names(fields: Iterable[Field]) -> list[str]:
    """Return the names of fields in the events of the CRM, without duplicates."""
    return list(dict.fromkeys(OF_CONTACT.get(each) or OF_COMPANY_IN_EVENTS[each] for each in fields))


def lead_values(contact: Contact) -> dict[Field, Value]:
    """Return the filled fields of a contact (company loaded)."""
    stored: dict[Field, Json | None] = {
        field: getattr(contact, column) for field, column in OF_CONTACT.items()
    }
    if contact.company is not None:
        stored |= {field: getattr(contact.company, column) for field, column in OF_COMPANY.items()}
    return {field: from_json(value) for field, value in stored.items() if value}


def value_of(contact: Contact, field: Field) -> Value | None:
    """Return a field of a contact (company loaded); None if it is empty."""
    holder = contact if field in OF_CONTACT else contact.company
    stored = getattr(holder, OF_CONTACT.get(field) or OF_COMPANY[field]) if holder else None
    return from_json(stored) if stored else None


def subjects_of(contacts: Mapping[K, Contact]) -> dict[K, Subject]:
    """Return contacts (companies loaded) as input for vendors, by the same keys, in at most one query.

    If a company has no domain, the domain of the lead's address counts, unless another company has it.
    """
    subjects = {key: subject_of(contact) for key, contact in contacts.items()}
    of_address = {
        key: subject.company_domain
        for key, subject in subjects.items()
        if subject.company and not subject.domain and subject.company_domain
    }
    held = companies_like({"domain": domain} for domain in set(of_address.values()))
    taken = {domain.lower() for domain in held.values_list("domain", flat=True)} if of_address else set()
    return {
        key: replace(subject, shares_domain=of_address.get(key) in taken) for key, subject in subjects.items()
    }


def subject_of(contact: Contact) -> Subject:
    """Return a contact (company loaded) as input for vendors."""
    return Subject(
        email=contact.email,
        first_name=contact.first_name,
        last_name=contact.last_name,
        company=contact.company.name if contact.company else "",
        domain=contact.company.domain if contact.company else "",
        linkedin_url=contact.linkedin_url,
        country=contact.country,
        phone=contact.phone,
    )


FINDABLE = (
    ~Q(email="")
    | ~Q(linkedin_url="")
    | ~Q(company__domain="") & Q(company__isnull=False)
    | ~Q(first_name="") & ~Q(last_name="") & Q(company__isnull=False)
)
"""Contacts that some vendor can be asked for, as `is_findable` has it."""
