"""The fields of a lead that enrichment can fill, by the names that the API gives them."""

from enum import StrEnum


class Field(StrEnum):
    """A field; its value is its name in the API and in stored rows."""

    EMAIL = "email"
    FIRST_NAME = "firstName"
    LAST_NAME = "lastName"
    PHONE = "phone"
    COMPANY = "company"
    TITLE = "title"
    INDUSTRY = "industry"
    COMPANY_SIZE = "companySize"
    LINKEDIN_URL = "linkedinUrl"
    TECH_STACK = "techStack"
    # Beyond the API's ten: vendors give them, and the contact has a place for them.
    DIRECT_PHONE = "directPhone"
    SENIORITY = "seniority"
    COUNTRY = "country"


EXTRA_FIELDS = frozenset({Field.DIRECT_PHONE, Field.SENIORITY, Field.COUNTRY})
API_FIELDS = tuple(field for field in Field if field not in EXTRA_FIELDS)

COMPANY_FIELDS = frozenset({Field.COMPANY, Field.INDUSTRY, Field.COMPANY_SIZE, Field.TECH_STACK})
"""Facts about the employer: they are told of the company, and so of all its people."""

PERSON_FIELDS = frozenset(Field) - COMPANY_FIELDS
