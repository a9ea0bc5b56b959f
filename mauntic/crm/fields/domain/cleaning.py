"""Clean the values of a row of a file, of a form or of an API call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mauntic.crm.fields.domain.catalog import CUSTOM, FIELDS, LONGEST_PHONE, Remarked, quoted, text
from mauntic.crm.fields.domain.custom import custom_problem
from mauntic.kernel.normalize import (
    clean_name,
    company_domain,
    currency_of,
    is_dialable,
    read_phone,
    seniority_of,
    split_name,
)
from mauntic.kernel.translation import gettext as _
from mauntic.kernel.translation import gettext_lazy
from mauntic.kernel.values.stored_text import composed

PHONES = ("phone", "direct_phone")
NAMES = ("first_name", "last_name")
MAX_NAME = 100
ONE_ONLY = gettext_lazy("Enter one value only.")
MAX_CUSTOM_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Values by column of the contact and of its company.

    `problems` has a sentence for each value that was refused, `remarks` for each that was corrected.
    `derived` names the field that a value of the contact was made from.
    """

    contact: dict[str, Any] = field(default_factory=dict)
    company: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)


def clean(values: Mapping[str, Any], *, country: str = "", of_list: bool = False) -> Cleaned:
    """Clean values by name of `FIELDS`, `custom:<name>` or `custom_fields`.

    An empty value empties the field. Unknown names are problems.

    Args: `country` (alpha-2) decides how phone numbers are read if no country is among the values. `of_list`
    is for rows of a file: of several values in a cell the first is used, and names in capitals are corrected.
    """
    cleaned = Cleaned()
    for name, raw in values.items():
        _take(cleaned, name, raw, of_list=of_list)
    if custom := cleaned.contact.get("custom_fields"):
        if problem := custom_problem(custom):
            cleaned.problems["custom_fields"] = problem
        else:
            cleaned.contact["custom_fields"] = composed(custom)
    _split_full_name(cleaned.contact)
    if of_list:
        given = {name: cleaned.contact[name] for name in NAMES if name in cleaned.contact}
        cleaned.contact.update({name: clean_name(written) for name, written in given.items()})
    revenue = values.get("revenue")
    if isinstance(revenue, str) and cleaned.company.get("revenue") and (currency := currency_of(revenue)):
        cleaned.company["revenue_currency"] = cleaned.company.get("revenue_currency") or currency
    home = cleaned.contact.get("country") or country or cleaned.company.get("country", "")
    for name in PHONES:
        _read_phone(cleaned, name, home, of_list=of_list)
    _derive(cleaned)
    return cleaned


def _derive(cleaned: Cleaned) -> None:
    contact, company = cleaned.contact, cleaned.company
    if contact.get("title") and not contact.get("seniority"):
        contact["seniority"] = str(seniority_of(contact["title"]))
        cleaned.derived["seniority"] = "title"
    if contact.get("email") and not (company.get("name") or company.get("domain")):
        # The domain of the address finds the company of a new lead: see `company_details`.
        cleaned.derived["company"] = "email"


def _take(cleaned: Cleaned, name: str, raw: Any, *, of_list: bool) -> None:
    if name.startswith(CUSTOM):
        cleaned.contact.setdefault("custom_fields", {})[name.removeprefix(CUSTOM)] = raw
        return
    if name == "custom_fields":
        if raw and not isinstance(raw, Mapping):
            cleaned.problems[name] = custom_problem(raw)
        else:
            cleaned.contact.setdefault("custom_fields", {}).update(raw or {})
        return
    known = FIELDS.get(name)
    if known is None:
        cleaned.problems[name] = _("Unknown field. Use one of %(fields)s, custom_fields.") % {
            "fields": ", ".join(FIELDS)
        }
        return
    if isinstance(raw, str) and "\0" in raw:
        cleaned.problems[name] = _("Remove the null character.")
        return
    try:
        value = known.accept(raw) if _is_given(raw) else _empty(name)
        if isinstance(value, Remarked):
            value = _remarked(cleaned, name, value, of_list=of_list)
    except ValueError as error:
        cleaned.problems[name] = str(error)
        return
    target = cleaned.company if known.of_company else cleaned.contact
    target[known.column_name] = value


def _remarked(cleaned: Cleaned, name: str, made: Remarked, *, of_list: bool) -> Any:
    """Record a correction. Only a value of a list may lose a part."""
    if made.drops and not of_list:
        raise ValueError(str(ONE_ONLY))
    cleaned.remarks[name] = made.remark
    return made.value


def _is_given(raw: Any) -> bool:
    return bool(raw.strip()) if isinstance(raw, str) else raw not in (None, [], ())


def _empty(name: str) -> Any:
    return {"employees": None, "revenue": None, "tech_stack": []}.get(name, "")


def _split_full_name(contact: dict[str, Any]) -> None:
    full = contact.pop("full_name", "")
    if not full or contact.get("first_name") or contact.get("last_name"):
        return
    first, last = split_name(full)
    contact["first_name"], contact["last_name"] = first[:MAX_NAME], last[:MAX_NAME]


def _read_phone(cleaned: Cleaned, name: str, country: str, *, of_list: bool) -> None:
    """Normalize a phone number. One without a known country stays as written: a person can still dial it."""
    raw = cleaned.contact.get(name)
    if not raw:
        return
    read = read_phone(raw, country)
    if read and read.left_out and not of_list:
        cleaned.problems[name] = str(ONE_ONLY)
    elif read and len(read.number) <= LONGEST_PHONE:
        cleaned.contact[name] = read.number
        if read.left_out:
            cleaned.remarks[name] = _("first of several values, without %(others)s.") % {
                "others": quoted(read.left_out)
            }
        return
    elif not country and is_dialable(raw) and len(raw) <= LONGEST_PHONE:
        cleaned.remarks[name] = _("not normalized, since the country is unknown.")
        return
    cleaned.problems.setdefault(
        name,
        _("%(value)s is not a phone number. Enter it with its country code, such as +49 30 1234567.")
        % {"value": quoted(raw)},
    )
    del cleaned.contact[name]


def custom_text(raw: str) -> str:
    """Return the composed text (NFC) of a custom field, with line breaks and without outer spaces."""
    value = str(composed(raw)).strip()
    return value if len(value) <= MAX_CUSTOM_TEXT else text(value, MAX_CUSTOM_TEXT)


def company_details(company: Mapping[str, Any], email: str = "") -> dict[str, Any]:
    """Return the values that find a company or create one.

    The domain of a business email address replaces a missing website. A website without a name is the name,
    too. An email address alone finds a known company, but creates none.
    """
    details = {name: value for name, value in company.items() if value not in (None, "", [])}
    if "domain" in details:
        details.setdefault("name", details["domain"])
    elif domain := company_domain(email):
        details["domain"] = domain
    return details
