"""Fields of a lead, and the values that each accepts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from mauntic.kernel.display import number
from mauntic.kernel.normalize import (
    as_written,
    country_code,
    domain_of,
    is_no_company,
    linkedin_profile,
    read_amount,
    read_email,
    read_size,
    seniority_of,
    shared_host,
    technology_names,
)
from mauntic.kernel.translation import StrPromise, gettext_lazy
from mauntic.kernel.translation import gettext as _

LIFECYCLE_STAGES = ("lead", "qualified", "opportunity", "customer", "former")
CONSENTS = ("unknown", "given", "refused")
SENIORITIES = ("c_level", "vp", "director", "manager", "other")
MAX_EMPLOYEES = 2_147_483_647
MAX_REVENUE = Decimal(10) ** 16
SHOWN = 60
# Read before a value is cleaned; each field has its own, smaller limit.
LONGEST_VALUE = 1_000
LONGEST_LIST_TEXT = 20_000
# The limit of the columns. A cell may hold two numbers, of which one is used.
LONGEST_PHONE = 40
LONGEST_PHONE_CELL = 100
MOST_TECHNOLOGIES = 500
CUSTOM = "custom:"
"""Prefix of custom fields in a mapping or a form."""


@dataclass(frozen=True, slots=True)
class Remarked:
    """A corrected value and a remark about the correction. `drops` if a part of the value was removed."""

    value: Any
    remark: str
    drops: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name for callers, its column, and the function that cleans a value.

    `clean` gets text (or a value of JSON). It raises `ValueError` with a sentence for users. It returns a
    `Remarked` if it had to guess.
    """

    name: str
    caption: StrPromise
    clean: Callable[[Any], Any]
    column: str = ""
    longest: int = LONGEST_VALUE
    of_company: ClassVar[bool] = False

    @property
    def label(self) -> str:
        """Return the label in the reader's language."""
        return str(self.caption)

    def accept(self, raw: Any) -> Any:
        """Clean a value. Texts that are too long are refused unread.

        Raises: `ValueError` with a sentence for users.
        """
        if isinstance(raw, str) and len(raw) > self.longest:
            raise ValueError(_too_long(self.longest, len(raw)))
        return self.clean(raw)

    @property
    def column_name(self) -> str:
        """Return the name of the column."""
        return self.column or self.name


class CompanyField(Field):
    """A field of the company."""

    of_company = True


def text(raw: Any, limit: int) -> str:
    """Return one line of composed text (NFC) without outer or double spaces.

    Raises: `ValueError` if it is longer than `limit` characters.
    """
    value = as_written(str(raw))
    if len(value) > limit:
        raise ValueError(_too_long(limit, len(value)))
    return value


def quoted(raw: Any) -> str:
    """Return the start of a value in quotes, for a sentence."""
    shown = " ".join(str(raw)[:200].split())
    return f'"{shown[:SHOWN]}…"' if len(shown) > SHOWN else f'"{shown}"'


def line(limit: int) -> Callable[[Any], str]:
    """Return a function that accepts one line of text."""

    return lambda raw: text(raw, limit)


def _too_long(limit: int, length: int) -> str:
    return _("Enter at most %(limit)s characters, not %(count)s.") % {
        "limit": number(limit),
        "count": number(length),
    }


def _first_of_several(others: str) -> str:
    return _("first of several values, without %(others)s.") % {"others": others}


def _email(raw: Any) -> str | Remarked:
    read = read_email(str(raw))
    if read is None:
        raise ValueError(
            _("%(value)s is not an email address. Enter one such as name@company.com.")
            % {"value": quoted(raw)}
        )
    if read.others:
        return Remarked(read.address, _first_of_several(", ".join(read.others)), drops=True)
    if not read.is_whole:
        return Remarked(read.address, _("read from %(value)s.") % {"value": quoted(raw)})
    return read.address


def _company(raw: Any) -> str | Remarked:
    name = text(raw, 255)
    if is_no_company(name):
        return Remarked("", _("%(value)s is not the name of a company.") % {"value": quoted(name)})
    return name


def _country(raw: Any) -> str:
    code = country_code(str(raw))
    if code is None:
        raise ValueError(
            _("%(value)s is not a country. Enter its name or two-letter code.") % {"value": quoted(raw)}
        )
    return code


def _domain(raw: Any) -> str:
    if host := shared_host(str(raw)):
        raise ValueError(
            _("Many companies share %(host)s. Enter the company's own website, or leave the field empty.")
            % {"host": host}
        )
    domain = domain_of(str(raw))
    if domain is None:
        raise ValueError(
            _("%(value)s is not a website. Enter one such as company.com.") % {"value": quoted(raw)}
        )
    return domain


def _linkedin(raw: Any) -> str:
    profile = linkedin_profile(str(raw))
    if profile is None:
        raise ValueError(
            _("Enter the address of a person's LinkedIn profile, such as linkedin.com/in/ada-byron.")
        )
    return text(profile, 300)


def _employees(raw: Any) -> int | Remarked:
    read = read_size(raw)
    if read is None or read.employees > MAX_EMPLOYEES:
        raise ValueError(
            _("%(value)s is not a number of employees. Enter one such as 250 or 11-50.")
            % {"value": quoted(raw)}
        )
    if read.mended:
        return Remarked(
            read.employees,
            _("%(value)s is read as %(read)s, which a spreadsheet changed to a date.")
            % {"value": quoted(raw), "read": read.mended},
        )
    return read.employees


def _revenue(raw: Any) -> Decimal:
    """Clean an amount. Text may have a decimal point or comma."""
    try:
        amount = read_amount(raw) if isinstance(raw, str) else Decimal(str(raw))
        amount = amount.quantize(Decimal("0.01")) if amount.is_finite() else amount
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 <= amount < MAX_REVENUE:
        raise ValueError(
            _("%(value)s is not an amount of money. Enter one such as 1250000.") % {"value": quoted(raw)}
        )
    return amount


def _technologies(raw: Any) -> list[str]:
    names = re.split(r"[;,|\n]", raw) if isinstance(raw, str) else raw
    if len(names) > MOST_TECHNOLOGIES:
        raise ValueError(
            _("Enter at most %(limit)s technologies, not %(count)s.")
            % {"limit": number(MOST_TECHNOLOGIES), "count": number(len(names))}
        )
    return [name[:100] for name in technology_names(names)]


def _seniority(raw: Any) -> str:
    level = str(raw).strip().lower()
    return level if level in SENIORITIES else str(seniority_of(str(raw), hint=level))


def choice(choices: tuple[str, ...]) -> Callable[[Any], str]:
    """Return a function that accepts one of `choices`, ignoring case."""

    def clean(raw: Any) -> str:
        value = str(raw).strip().lower()
        if value not in choices:
            raise ValueError(_("Choose one of %(choices)s.") % {"choices": ", ".join(choices)})
        return value

    return clean


_PERSON = (
    Field("first_name", gettext_lazy("First name"), line(100)),
    Field("last_name", gettext_lazy("Last name"), line(100)),
    Field("full_name", gettext_lazy("Full name"), line(201)),
    Field("email", gettext_lazy("Email"), _email),
    Field("phone", gettext_lazy("Phone"), line(LONGEST_PHONE_CELL)),
    Field("direct_phone", gettext_lazy("Direct phone"), line(LONGEST_PHONE_CELL)),
    Field("title", gettext_lazy("Job title"), line(200)),
    Field("seniority", gettext_lazy("Seniority"), _seniority),
    Field("country", gettext_lazy("Country"), _country),
    Field("region", gettext_lazy("City or region"), line(120)),
    Field("linkedin_url", gettext_lazy("LinkedIn profile"), _linkedin),
    Field("lifecycle_stage", gettext_lazy("Lifecycle stage"), choice(LIFECYCLE_STAGES)),
    Field("source", gettext_lazy("Source"), line(60)),
    Field("referrer", gettext_lazy("Referrer"), line(300)),
    Field("consent", gettext_lazy("Consent"), choice(CONSENTS)),
)
_COMPANY = (
    CompanyField("company", gettext_lazy("Company name"), _company, column="name"),
    CompanyField("website", gettext_lazy("Company website"), _domain, column="domain"),
    CompanyField("industry", gettext_lazy("Industry"), line(120)),
    CompanyField("employees", gettext_lazy("Employees"), _employees),
    CompanyField("revenue", gettext_lazy("Revenue"), _revenue),
    CompanyField("revenue_currency", gettext_lazy("Revenue currency"), line(3)),
    CompanyField("company_country", gettext_lazy("Company country"), _country, column="country"),
    CompanyField("tech_stack", gettext_lazy("Technologies"), _technologies, longest=LONGEST_LIST_TEXT),
)

FIELDS: Mapping[str, Field] = {field.name: field for field in _PERSON + _COMPANY}
