"""Whose message it is, and what the traits of a person or a group say of them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from mauntic.kernel.normalize import clean_email
from mauntic.tracking.domain.messages import Message

_OF_USER = "user:"

# Names of the CRM's fields for the traits that Segment reserves, and the spellings that clients use.
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
}


def handle_of_user(user_id: str) -> str:
    """The `anonymous_id` of the visitor that stands for a product's user whom no browser has sent."""
    return f"{_OF_USER}{user_id}"


def handle_of(message: Message) -> str:
    """The `anonymous_id` of the visitor whose message this is."""
    return message.browser or handle_of_user(message.user)


def email_of(message: Message) -> str:
    """The address that a message names its sender by, in lower case: a trait, else a userId that is one."""
    said = (message.traits or {}).get("email") if message.type == "identify" else None
    address = str(said or message.user)
    return _email(address) if "@" in address else ""


def contact_values(traits: Mapping[str, Any]) -> dict[str, Any]:
    """What traits say of a contact, by the CRM's names of fields."""
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
    """What the traits of a group say of a company, by the CRM's names of fields."""
    return _named(traits, _COMPANY_FIELDS)


def _named(traits: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    return {
        field: traits[trait]
        for trait, field in fields.items()
        if isinstance(traits.get(trait), str | int | float) and traits[trait] != ""
    }


@lru_cache(maxsize=20_000)
def _email(text: str) -> str:
    return clean_email(text) or ""
