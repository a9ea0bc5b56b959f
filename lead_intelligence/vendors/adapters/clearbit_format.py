"""The combined format for a person and a company, of Clearbit and Hunter."""

from collections.abc import Mapping
from typing import Any

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.adapters.payload import findings, items, section, text
from lead_intelligence.vendors.domain.outcomes import Outcome
from mauntic.kernel.normalize import (
    clean_email,
    clean_name,
    company_size,
    country_code,
    e164,
    linkedin_profile,
    seniority_of,
    shared_host,
    technology_names,
)

# The format has no scores. Exact matches get a higher confidence than fuzzy ones.
EXACT = 0.9
FUZZY = 0.6
COMPANY = 0.85
SIZE_RANGE = 0.6
EMPLOYER_NAME = 0.7
SWITCHBOARD = 0.4
COMPANY_COUNTRY = 0.5

Findings = dict[Field, FieldValue]


def read_combined(body: object, subject: Subject) -> tuple[Outcome, Findings]:
    """Map `{"person": ..., "company": ...}`, where either may be null."""
    person = read_person(section(body, "person"), subject)
    company = read_company(section(body, "company"), subject)
    if person and company:
        outcome = Outcome.FOUND
    else:
        outcome = Outcome.PARTIAL if person or company else Outcome.NOT_FOUND
    # Country and phone of the person are better than those of the company. The name of the company is not.
    employer = {Field.COMPANY: company[Field.COMPANY]} if Field.COMPANY in company else {}
    return outcome, company | person | employer


def read_person(person: Mapping[str, Any] | None, subject: Subject) -> Findings:
    """Return the values of the person; empty without one."""
    if person is None:
        return {}
    sure = FUZZY if person.get("fuzzy") is True else EXACT
    title = text(person, "employment", "title")
    level = text(person, "employment", "seniority")
    country = country_code(text(person, "geo", "countryCode")) or country_code(text(person, "geo", "country"))
    employer = "" if shared_host(text(person, "employment", "domain")) else text(person, "employment", "name")
    return findings(
        (
            (Field.EMAIL, clean_email(text(person, "email")), sure),
            (Field.FIRST_NAME, clean_name(text(person, "name", "givenName")), sure),
            (Field.LAST_NAME, clean_name(text(person, "name", "familyName")), sure),
            (Field.TITLE, title, sure),
            (Field.SENIORITY, seniority_of(title, level).value if title or level else None, sure),
            (Field.PHONE, e164(text(person, "phone"), country or subject.country), sure),
            (Field.LINKEDIN_URL, linkedin_profile(text(person, "linkedin", "handle")), sure),
            (Field.COUNTRY, country, sure),
            (Field.COMPANY, employer, min(sure, EMPLOYER_NAME)),
        )
    )


def read_company(company: Mapping[str, Any] | None, subject: Subject) -> Findings:
    """Return the values of the company; empty without one, and for a mail provider."""
    if company is None or company.get("emailProvider") is True or shared_host(text(company, "domain")):
        return {}
    employees = section(company, "metrics") or {}
    counted, ranged = employees.get("employees"), employees.get("employeesRange")
    exact = isinstance(counted, int)
    country = country_code(text(company, "geo", "countryCode"))
    return findings(
        (
            (Field.COMPANY, text(company, "name") or text(company, "legalName"), COMPANY),
            (
                Field.INDUSTRY,
                text(company, "category", "industry") or text(company, "category", "sector"),
                COMPANY,
            ),
            (Field.COMPANY_SIZE, company_size(counted), COMPANY if exact else SIZE_RANGE),
            (Field.COMPANY_SIZE, company_size(ranged), SIZE_RANGE),
            (Field.TECH_STACK, technology_names(items(company, "tech")), COMPANY),
            (Field.PHONE, e164(text(company, "phone"), country or subject.country), SWITCHBOARD),
            (Field.COUNTRY, country, COMPANY_COUNTRY),
        )
    )
