"""The fields that a person, a file or a program can give of a lead, and what each accepts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from mauntic.kernel.normalize import (
    clean_email,
    clean_name,
    company_size,
    country_code,
    domain_of,
    is_disposable,
    is_free_mail,
    linkedin_profile,
    seniority_of,
    technology_names,
)

LIFECYCLE_STAGES = ("lead", "qualified", "opportunity", "customer", "former")
CONSENTS = ("unknown", "given", "refused")
SENIORITIES = ("c_level", "vp", "director", "manager", "other")
MAX_EMPLOYEES = 2_147_483_647
MAX_REVENUE = Decimal(10) ** 16
SHOWN = 60
CUSTOM = "custom:"
"""In front of the name of a custom field, where a mapping or a form names one."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name for callers, the column that keeps it, and what makes a given value fit.

    `clean` gets text (or what JSON held) and raises `ValueError` with a sentence for people.
    """

    name: str
    label: str
    clean: Callable[[Any], Any]
    headers: tuple[str, ...] = ()
    column: str = ""
    of_company: ClassVar[bool] = False

    @property
    def kept_in(self) -> str:
        """Name of the model's column."""
        return self.column or self.name


class CompanyField(Field):
    """A field that is kept on the company."""

    of_company = True


def text(raw: Any, limit: int) -> str:
    """One line of text without outer or double spaces."""
    value = " ".join(str(raw).split())
    if len(value) > limit:
        raise ValueError(f"At most {limit} characters fit; this has {len(value):,}.")
    return value


def quoted(raw: Any) -> str:
    """The given value as a sentence can show it."""
    shown = " ".join(str(raw)[:200].split())
    return f"“{shown[:SHOWN]}…”" if len(shown) > SHOWN else f"“{shown}”"


def line(limit: int) -> Callable[[Any], str]:
    """Accepts one line of text."""

    return lambda raw: text(raw, limit)


def _name(raw: Any) -> str:
    return clean_name(text(raw, 100))


def _email(raw: Any) -> str:
    value = clean_email(str(raw))
    if value is None:
        raise ValueError(f"{quoted(raw)} is not an e-mail address; it should read name@company.com.")
    return value


def _country(raw: Any) -> str:
    code = country_code(str(raw))
    if code is None:
        raise ValueError(f"{quoted(raw)} is not a country; use its name or two-letter code.")
    return code


def _domain(raw: Any) -> str:
    domain = domain_of(str(raw))
    if domain is None:
        raise ValueError(f"{quoted(raw)} is not a website; it should read like company.com.")
    return domain


def _linkedin(raw: Any) -> str:
    profile = linkedin_profile(str(raw))
    if profile is None:
        raise ValueError("This is not the address of a person's LinkedIn profile (linkedin.com/in/…).")
    return text(profile, 300)


def _employees(raw: Any) -> int:
    count = company_size(raw)
    if count is None or count > MAX_EMPLOYEES:
        raise ValueError(f"{quoted(raw)} is not a number of employees, such as 250 or 11-50.")
    return count


def _revenue(raw: Any) -> Decimal:
    digits = re.sub(r"[,_\s$€£]", "", str(raw))
    try:
        amount = Decimal(digits).quantize(Decimal("0.01"))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 <= amount < MAX_REVENUE:
        raise ValueError(f"{quoted(raw)} is not an amount of money, such as 1250000.")
    return amount


def _technologies(raw: Any) -> list[str]:
    names = re.split(r"[;,|\n]", raw) if isinstance(raw, str) else raw
    return [name[:100] for name in technology_names(names)]


def _seniority(raw: Any) -> str:
    level = str(raw).strip().lower()
    return level if level in SENIORITIES else str(seniority_of(str(raw), hint=level))


def choice(choices: tuple[str, ...]) -> Callable[[Any], str]:
    """Accepts one of `choices`, in any case."""

    def clean(raw: Any) -> str:
        value = str(raw).strip().lower()
        if value not in choices:
            raise ValueError(f"Choose one of {', '.join(choices)}.")
        return value

    return clean


_PERSON = (
    Field("first_name", "First name", _name, ("firstname", "givenname", "forename", "vorname", "prenom")),
    Field("last_name", "Last name", _name, ("lastname", "surname", "familyname", "nachname", "nom")),
    Field("full_name", "Full name", line(201), ("name", "fullname", "contactname", "contact", "leadname")),
    Field("email", "E-mail", _email, ("email", "emailaddress", "mail", "workemail", "businessemail")),
    Field("phone", "Phone", line(40), ("phone", "phonenumber", "telephone", "tel", "workphone", "telefon")),
    Field("direct_phone", "Direct phone", line(40), ("directphone", "mobile", "mobilephone", "cell")),
    Field("title", "Job title", line(200), ("title", "jobtitle", "position", "role", "jobrole")),
    Field("seniority", "Seniority", _seniority, ("seniority", "senioritylevel", "level")),
    Field("country", "Country", _country, ("country", "countrycode", "land", "pays", "nation")),
    Field("region", "City or region", line(120), ("region", "state", "city", "location", "stateregion")),
    Field("linkedin_url", "LinkedIn profile", _linkedin, ("linkedin", "linkedinurl", "linkedinprofile")),
    Field("lifecycle_stage", "Lifecycle stage", choice(LIFECYCLE_STAGES), ("lifecyclestage", "stage")),
    Field("source", "Source", line(60), ("source", "leadsource", "originalsource", "channel")),
    Field("referrer", "Referrer", line(300), ("referrer", "referer", "referredby")),
    Field("consent", "Consent", choice(CONSENTS), ("consent", "optin", "gdprconsent")),
)
_COMPANY = (
    CompanyField(
        "company",
        "Company name",
        line(255),
        ("company", "companyname", "organization", "organisation", "account", "accountname", "employer"),
        column="name",
    ),
    CompanyField(
        "website",
        "Company website",
        _domain,
        ("website", "domain", "companydomain", "companywebsite", "url", "web", "homepage"),
        column="domain",
    ),
    CompanyField("industry", "Industry", line(120), ("industry", "sector", "branche")),
    CompanyField(
        "employees",
        "Employees",
        _employees,
        ("employees", "numberofemployees", "employeecount", "companysize", "headcount", "size"),
    ),
    CompanyField("revenue", "Revenue", _revenue, ("revenue", "annualrevenue", "turnover")),
    CompanyField("revenue_currency", "Revenue currency", line(3), ("revenuecurrency", "currency")),
    CompanyField("company_country", "Company country", _country, ("companycountry",), column="country"),
    CompanyField("tech_stack", "Technologies", _technologies, ("techstack", "technologies", "tech")),
)

FIELDS: Mapping[str, Field] = {field.name: field for field in _PERSON + _COMPANY}


def business_domain(email: str) -> str:
    """The employer's domain behind an address; empty for mailboxes that anyone can get."""
    domain = domain_of(email) or ""
    return "" if is_free_mail(domain) or is_disposable(domain) else domain
