"""Read the sender of a message, and the traits of a person or group."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from mauntic.kernel.normalize import LONGEST_EMAIL, clean_email
from mauntic.tracking.visitors.domain.names import is_placeholder, text_of
from mauntic.tracking.visits.domain.messages import Message

_OF_USER = "user:"

# Fields of the CRM for the reserved traits of Segment, and for other names that clients use.
_CONTACT_FIELDS = {
    "email": "email",
    "name": "full_name",
    "firstName": "first_name",
    "first_name": "first_name",
    "lastName": "last_name",
    "last_name": "last_name",
    "phone": "phone",
    "title": "title",
    "jobTitle": "title",
    "linkedin": "linkedin_url",
    "linkedinUrl": "linkedin_url",
}
_COMPANY_FIELDS = {
    "name": "company",
    "domain": "website",
    "website": "website",
    "industry": "industry",
    "employees": "employees",
    "employee_count": "employees",
    "revenue": "revenue",
    "annualRevenue": "revenue",
    "annual_revenue": "revenue",
    "currency": "revenue_currency",
}
# All people without a company would join a company named `undefined`.
_NAMES_A_COMPANY = frozenset({"company", "website"})


def handle_of_user(user_id: str) -> str:
    """Return the `anonymous_id` of the visitor for a user of a product without a browser."""
    return f"{_OF_USER}{user_id}"


def handle_of(message: Message) -> str:
    """Return the `anonymous_id` of the visitor who sent a message."""
    return message.browser or handle_of_user(message.user)


def email_of(message: Message) -> str:
    """Return the email address of the sender in lower case: a trait, else a userId that is an address."""
    email = (message.traits or {}).get("email") if message.type == "identify" else None
    return _address(text_of(email)) or _address(message.user)


def _address(text: str) -> str:
    # A longer text is no address, and must not fill the cache.
    return _email(text) if "@" in text and len(text) <= LONGEST_EMAIL else ""


def contact_values(traits: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a contact in traits, by field of the CRM."""
    values = _named(traits, _CONTACT_FIELDS)
    company = traits.get("company")
    values |= (
        _named(company, _COMPANY_FIELDS)
        if isinstance(company, Mapping)
        else _named(traits, {"company": "company"})
    )
    address = traits.get("address")
    if isinstance(address, Mapping):
        values |= _named(address, {"country": "country", "state": "region"})
    return values


def company_values(traits: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a company in traits of a group, by field of the CRM."""
    return _named(traits, _COMPANY_FIELDS)


def _named(traits: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    return {
        field: traits[trait]
        for trait, field in fields.items()
        if isinstance(traits.get(trait), str | int | float)
        and traits[trait] != ""
        and not (field in _NAMES_A_COMPANY and is_placeholder(text_of(traits[trait])))
    }


@lru_cache(maxsize=20_000)
def _email(text: str) -> str:
    return clean_email(text) or ""
