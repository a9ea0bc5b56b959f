"""The fields of a lead that enrichment can fill, with their names in the API."""

from enum import StrEnum

from mauntic.kernel.errors import Invalid


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
    # Beyond the ten fields of the API: vendors return them, and contacts store them.
    DIRECT_PHONE = "directPhone"
    SENIORITY = "seniority"
    COUNTRY = "country"


EXTRA_FIELDS = frozenset({Field.DIRECT_PHONE, Field.SENIORITY, Field.COUNTRY})
API_FIELDS = tuple(field for field in Field if field not in EXTRA_FIELDS)

COMPANY_FIELDS = frozenset({Field.COMPANY, Field.INDUSTRY, Field.COMPANY_SIZE, Field.TECH_STACK})
"""Facts about the company, which apply to all its contacts."""

PERSON_FIELDS = frozenset(Field) - COMPANY_FIELDS


def field_named(name: str, *, key: str = "fields") -> Field:
    """Return the field with that name in the API.

    Raises: `Invalid` for `key` if there is none.
    """
    if name not in API_FIELDS:
        raise Invalid({key: f'Unknown field "{name}". Use one of {", ".join(API_FIELDS)}.'})
    return Field(name)
