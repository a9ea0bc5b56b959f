"""Bodies in the vendors' shapes, about people who do not exist."""

from typing import Any

from lead_intelligence.leads.domain.subjects import Subject

ADA = Subject(
    email="ada.lovelace@example.com",
    first_name="Ada",
    last_name="Lovelace",
    company="Example",
    domain="example.com",
    country="GB",
)
NAMED = Subject(first_name="Ada", last_name="Lovelace", domain="example.com", country="GB")
BARE_DOMAIN = Subject(domain="example.com")

CLEARBIT_PERSON: dict[str, Any] = {
    "id": "7f0c1f6e-0000-4000-8000-000000000001",
    "name": {"fullName": "ADA LOVELACE", "givenName": "ADA", "familyName": "LOVELACE"},
    "email": "Ada.Lovelace@Example.com",
    "geo": {"city": "London", "country": "United Kingdom", "countryCode": "GB"},
    "employment": {
        "domain": "example.com",
        "name": "Example Engines",
        "title": "VP Engineering",
        "role": "engineering",
        "seniority": "executive",
    },
    "linkedin": {"handle": "in/Ada-Lovelace"},
    "fuzzy": False,
    "phone": "020 7946 0101",
}
CLEARBIT_COMPANY: dict[str, Any] = {
    "name": "Example",
    "legalName": "Example Ltd.",
    "domain": "example.com",
    "category": {"sector": "Industrials", "industry": "Machinery"},
    "geo": {"country": "United Kingdom", "countryCode": "GB"},
    "emailProvider": False,
    "phone": "+44 20 7946 0100",
    "metrics": {"employees": 220, "employeesRange": "201-500"},
    "tech": ["google_apps", "aws_route_53"],
}
APOLLO_ORGANIZATION: dict[str, Any] = {
    "id": "o1",
    "name": "Example",
    "primary_domain": "example.com",
    "primary_phone": {},
    "phone": "+44 20 7946 0100",
    "industry": "mechanical engineering",
    "estimated_num_employees": 220,
    "country": "United Kingdom",
    "technology_names": ["Google Apps", "CloudFlare Hosting"],
}
APOLLO_PERSON: dict[str, Any] = {
    "id": "p1",
    "first_name": "Ada",
    "last_name": "Lovelace",
    "name": "Ada Lovelace",
    "linkedin_url": "http://www.linkedin.com/in/ada-lovelace",
    "title": "Growth",
    "email_status": "verified",
    "email": "ada.lovelace@example.com",
    "country": "United Kingdom",
    "seniority": "c_suite",
    "contact": {
        "person_id": "p1",
        "phone_numbers": [
            {"sanitized_number": "+442079460101", "type": None, "status": "valid_number"},
            {"raw_number": "07700 900101", "type": "mobile", "status": "valid_number"},
        ],
    },
    "organization": APOLLO_ORGANIZATION,
}
ZOOMINFO_COMPANY: dict[str, Any] = {
    "id": 344,
    "name": "Example",
    "website": "www.example.com",
    "phone": "(020) 7946 0100",
    "country": "United Kingdom",
    "employeeCount": 220,
    "employeeRange": "200 - 500",
    "primaryIndustry": ["Machinery", "Engines"],
}
ZOOMINFO_PERSON: dict[str, Any] = {
    "firstName": "ADA",
    "lastName": "LOVELACE",
    "email": "Ada.Lovelace@Example.com",
    "phone": "020 7946 0101",
    "mobilePhone": "07700 900101",
    "jobTitle": "Growth",
    "managementLevel": ["C-Level"],
    "country": "United Kingdom",
    "externalUrls": [
        {"type": "twitter.com", "url": "https://twitter.com/ada"},
        {"type": "linkedin.com", "url": "http://www.linkedin.com/in/Ada-Lovelace"},
    ],
    "contactAccuracyScore": 90,
    "personHasMoved": "No",
    "company": ZOOMINFO_COMPANY,
}
ROCKETREACH_PROFILE: dict[str, Any] = {
    "id": 123456,
    "status": "complete",
    "name": "Ada Lovelace",
    "linkedin_url": "https://www.linkedin.com/in/Ada-Lovelace",
    "current_title": "Growth",
    "current_employer": "Example",
    "current_employer_domain": "example.com",
    "current_employer_industry": "Machinery",
    "country_code": "GB",
    "job_history": [
        {"highest_level": "Manager", "is_current": False},
        {"highest_level": "C-Level", "is_current": True},
    ],
    "emails": [
        {"email": "ada@example.net", "smtp_valid": "valid", "type": "personal", "grade": "A"},
        {"email": "Ada.Lovelace@Example.com", "smtp_valid": "valid", "type": "professional", "grade": "A-"},
    ],
    "phones": [
        {"number": "020 7946 0101", "type": "professional", "grade": "B", "validity": "valid"},
        {"number": "07700 900101", "type": "mobile", "grade": "A", "validity": "valid", "recommended": True},
    ],
}
HUNTER_FINDER: dict[str, Any] = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "email": "ada@example.com",
    "score": 88,
    "domain": "example.com",
    "accept_all": False,
    "position": "Sales Director",
    "linkedin_url": None,
    "phone_number": "020 7946 0101",
    "company": "Example",
    "sources": [],
    "verification": {"date": "2026-06-14", "status": "unknown"},
}

# Text and numbers that no column holds, in the shape of each vendor.
_COMPANY = "Engi\0nes \ud800"
_HALF: dict[str, Any] = {
    "name": _COMPANY,
    "metrics": {"employees": 10**30, "employeesRange": None},
    "estimated_num_employees": 10**30,
    "tech": ["A\0WS"],
}
_PERSON = {"id": "1", "name": {"givenName": "A\0da"}, "first_name": "A\0da", "organization": _HALF}
_COMBINED = {"person": _PERSON, "company": _HALF}
UNSTORABLE: dict[str, dict[str, Any]] = {
    "clearbit": _COMBINED,
    "apollo": _COMBINED,
    "hunter": {"data": _COMBINED},
    "zoominfo": {
        "data": [
            {
                "type": "Contact",
                "attributes": {
                    "firstName": "A\0da",
                    "company": {"name": _COMPANY, "employeeCount": 10**30, "website": "\0"},
                },
            }
        ]
    },
    "rocketreach": ROCKETREACH_PROFILE | {"name": "A\0da", "current_employer": _COMPANY},
}
LUSHA_COMPANY: dict[str, Any] = {
    "name": "Example",
    "domains": {"homepage": "https://www.example.com", "email": "example.com"},
    "companySize": [201, 500],
    "mainIndustry": "Machinery",
}
LUSHA_SINGLE: dict[str, Any] = {
    "companyId": 7,
    "firstName": "Ada",
    "lastName": "Lovelace",
    "emailAddresses": [
        {"address": "ada@home.example", "type": "private", "emailConfidence": "A+"},
        {"address": "Ada.Lovelace@example.com", "type": "work", "emailConfidence": "A"},
    ],
    "phoneNumbers": [
        {"number": "020 7946 0101", "phoneType": "Work", "doNotCall": False},
        {"number": "07700 900101", "phoneType": "Mobile", "doNotCall": False},
    ],
    "location": {"country": "United Kingdom", "countryIso2": "GB", "isEuContact": False},
    "jobTitle": {"title": "Growth", "seniority": "Executive"},
    "socialLinks": {"linkedin": "https://www.linkedin.com/in/Ada-Lovelace/"},
    "company": LUSHA_COMPANY,
}
LUSHA_BULK: dict[str, Any] = {
    "companyId": 7,
    "firstName": "Ada",
    "lastName": "Lovelace",
    "emails": ["ada@home.example", "ada.lovelace@example.com"],
    "emailAddresses": [
        {"email": "ada@home.example", "emailType": "private", "emailConfidence": "A+"},
        {"email": "ada.lovelace@example.com", "emailType": "work", "emailConfidence": "A"},
    ],
    "phones": ["020 7946 0101", "07700 900101"],
    "phoneNumbers": [
        {"number": "020 7946 0101", "phoneType": "work", "doNotCall": False},
        {"number": "07700 900101", "phoneType": "direct", "doNotCall": False},
    ],
    "location": {"country": "United Kingdom", "country_iso2": "GB", "is_eu_contact": False},
    "jobTitle": {"title": "Growth", "seniority": "Executive"},
    "socialLinks": {"linkedin": "https://www.linkedin.com/in/ada-lovelace"},
}
LUSHA_MISS: dict[str, Any] = {
    "error": {"code": 3, "name": "EMPTY_DATA", "message": "Could not find requested data"},
    "isCreditCharged": False,
}
