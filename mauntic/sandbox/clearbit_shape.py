"""The combined person-and-company bodies of Clearbit, which Hunter speaks too."""

from typing import Any

from mauntic.sandbox.people import Company, Person

SECTORS = "Industrials"


def person_body(person: Person) -> dict[str, Any]:
    """The person half."""
    company = person.company
    return {
        "name": {
            "fullName": person.full_name,
            "givenName": person.first_name,
            "familyName": person.last_name,
        },
        "email": person.email,
        "location": company.city if company else None,
        "timeZone": company.time_zone if company else None,
        "geo": {"country": company.country if company else None, "countryCode": person.country_code},
        "employment": {
            "domain": company.domain if company else None,
            "name": company.name if company else None,
            "title": person.title,
            "role": None,
            "subRole": None,
            "seniority": person.seniority,
        },
        "twitter": {"handle": None},
        "linkedin": {"handle": f"in/{person.linkedin_handle}"},
        "fuzzy": False,
        "phone": person.phone,
        "inactiveAt": None,
    }


def company_body(company: Company) -> dict[str, Any]:
    """The company half, with its employees counted."""
    return {
        "name": company.name,
        "legalName": f"{company.name} Ltd.",
        "domain": company.domain,
        "category": {"sector": SECTORS, "industryGroup": None, "industry": company.industry},
        "location": f"{company.city}, {company.country}",
        "timeZone": company.time_zone,
        "geo": {"city": company.city, "country": company.country, "countryCode": company.country_code},
        "linkedin": {"handle": f"company/{company.domain.split('.')[0]}"},
        "emailProvider": False,
        "type": "private",
        "phone": company.phone,
        "metrics": {"employees": company.employees, "employeesRange": size_range(company.employees)},
        "tech": list(company.technologies),
    }


def size_range(employees: int) -> str:
    """The range that the number falls into, as the vendors write it."""
    for low, high in ((1, 10), (11, 50), (51, 200), (201, 500), (501, 1000), (1001, 5000), (5001, 10000)):
        if employees <= high:
            return f"{low}-{high}"
    return "10001+"
