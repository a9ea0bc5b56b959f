"""From what was given to what is kept: one row of a file, one form, one API call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nameparser import HumanName

from mauntic.crm.domain.fields import CUSTOM, FIELDS, business_domain, text
from mauntic.kernel.normalize import clean_name, e164, seniority_of

PHONES = ("phone", "direct_phone")
MAX_CUSTOM_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Values by column of the contact and of its company, and a sentence for each that did not fit."""

    contact: dict[str, Any] = field(default_factory=dict)
    company: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def clean(values: Mapping[str, Any], *, country: str = "") -> Cleaned:
    """Make the given values fit, by names of `FIELDS`, `custom:<name>` or `custom_fields`.

    An empty value means that the field is to be empty. `country` (alpha-2) tells how to read phone numbers
    when no country is among the values. Unknown names are problems.
    """
    cleaned = Cleaned()
    for name, raw in values.items():
        _take(cleaned, name, raw)
    _split_full_name(cleaned.contact)
    _read_phones(cleaned.contact, country or cleaned.company.get("country", ""))
    if cleaned.contact.get("title") and not cleaned.contact.get("seniority"):
        cleaned.contact["seniority"] = str(seniority_of(cleaned.contact["title"]))
    return cleaned


def _take(cleaned: Cleaned, name: str, raw: Any) -> None:
    if name.startswith(CUSTOM):
        cleaned.contact.setdefault("custom_fields", {})[name.removeprefix(CUSTOM)] = raw
        return
    if name == "custom_fields":
        cleaned.contact.setdefault("custom_fields", {}).update(raw or {})
        return
    known = FIELDS.get(name)
    if known is None:
        cleaned.problems[name] = f"There is no such field. Known: {', '.join(FIELDS)}, custom_fields."
        return
    if isinstance(raw, str) and "\0" in raw:
        cleaned.problems[name] = "This holds a character that is no text."
        return
    target = cleaned.company if known.of_company else cleaned.contact
    try:
        target[known.kept_in] = known.clean(raw) if _is_given(raw) else _empty(name)
    except ValueError as error:
        cleaned.problems[name] = str(error)


def _is_given(raw: Any) -> bool:
    return bool(raw.strip()) if isinstance(raw, str) else raw not in (None, [], ())


def _empty(name: str) -> Any:
    return {"employees": None, "revenue": None, "tech_stack": []}.get(name, "")


def _split_full_name(contact: dict[str, Any]) -> None:
    full = contact.pop("full_name", "")
    if not full or contact.get("first_name") or contact.get("last_name"):
        return
    parts = HumanName(full)
    first = f"{parts.first} {parts.middle}".strip()
    contact["first_name"] = clean_name(first)[:100]
    contact["last_name"] = clean_name(parts.last)[:100]


def _read_phones(contact: dict[str, Any], country: str) -> None:
    """Numbers that cannot be read are kept as they were written: a person can still dial them."""
    for name in PHONES:
        if contact.get(name):
            contact[name] = e164(contact[name], contact.get("country") or country) or contact[name]


def custom_text(raw: str) -> str:
    """The text of a custom field: line breaks stay, outer space goes."""
    value = raw.strip()
    return value if len(value) <= MAX_CUSTOM_TEXT else text(value, MAX_CUSTOM_TEXT)


def company_details(company: Mapping[str, Any], email: str = "") -> dict[str, Any]:
    """What there is to find a company by, or to make one of.

    The domain of a business address stands in for a missing website. A given website names its company when
    nothing else does; an address alone leads to a company that is known, and founds none.
    """
    details = {name: value for name, value in company.items() if value not in (None, "", [])}
    if "domain" in details:
        details.setdefault("name", details["domain"])
    elif domain := business_domain(email):
        details["domain"] = domain
    return details
