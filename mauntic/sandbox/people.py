"""People and companies that do not exist: the same for the same question, whenever it is asked."""

import re
import unicodedata
from dataclasses import dataclass
from random import Random

from mauntic.sandbox import names

SENIORITIES = ("executive", "vp", "director", "manager", "senior")
SENIORITY_WEIGHTS = (10, 12, 18, 28, 32)
SMALLEST, LARGEST = 3, 20_000


@dataclass(frozen=True, slots=True)
class Company:
    """An employer."""

    domain: str
    name: str
    industry: str
    employees: int
    country_code: str
    country: str
    time_zone: str
    city: str
    phone: str
    technologies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works there, or nowhere that is known."""

    first_name: str
    last_name: str
    email: str
    title: str
    seniority: str
    phone: str
    mobile: str
    linkedin_handle: str
    country_code: str
    company: Company | None

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


def company_of(domain: str) -> Company | None:
    """The company of that domain; None for mail providers and for what is no domain."""
    domain = domain.lower().removeprefix("www.")
    if domain in names.FREE_MAIL or "." not in domain:
        return None
    dice = _dice("company", domain)
    code = dice.choices(tuple(names.COUNTRIES), names.COUNTRY_WEIGHTS)[0]
    country = names.COUNTRIES[code]
    return Company(
        domain=domain,
        name=re.sub(r"[-_]", " ", domain.split(".")[-2]).title(),
        industry=dice.choice(names.INDUSTRIES),
        # Small companies are far more common than large ones.
        employees=round(SMALLEST * (LARGEST / SMALLEST) ** dice.random()),
        country_code=code,
        country=country.name,
        time_zone=country.time_zone,
        city=dice.choice(country.cities),
        phone=country.landline.format(dice.randrange(100, 200)),
        technologies=tuple(dice.sample(names.TECHNOLOGIES, dice.randrange(3, 11))),
    )


def person_of(*, email: str = "", first_name: str = "", last_name: str = "", domain: str = "") -> Person:
    """The person of that address, or of that name at that domain."""
    email = email.strip().lower() or address(first_name, last_name, domain)
    local, _, host = email.partition("@")
    dice = _dice("person", email)
    words = [word for word in re.split(r"[^\w]|_|\d", local) if len(word) > 1]
    company = company_of(domain or host)
    code = company.country_code if company else dice.choices(tuple(names.COUNTRIES), names.COUNTRY_WEIGHTS)[0]
    first_name = first_name or (words[0].title() if words else dice.choice(names.FIRST_NAMES))
    last_name = last_name or (words[-1].title() if len(words) > 1 else dice.choice(names.LAST_NAMES))
    title, seniority = _position(dice)
    country = names.COUNTRIES[code]
    return Person(
        first_name=first_name,
        last_name=last_name,
        email=email,
        title=title,
        seniority=seniority,
        phone=country.landline.format(dice.randrange(100, 200)),
        mobile=country.mobile.format(dice.randrange(100, 200)),
        linkedin_handle=f"{_ascii(first_name)}-{_ascii(last_name)}-{dice.randrange(16**4):04x}",
        country_code=code,
        company=company,
    )


def address(first_name: str, last_name: str, domain: str) -> str:
    """The address that a company gives to a person of that name."""
    return f"{_ascii(first_name)}.{_ascii(last_name)}@{domain}".lower()


def person_of_profile(url: str) -> Person:
    """The person of that LinkedIn profile, who works for a company of the family's."""
    words = [word for word in url.rstrip("/").rpartition("/")[2].split("-") if word.isalpha()]
    first, last = (words[0], words[-1]) if words else ("x", "x")
    return person_of(first_name=first.title(), last_name=last.title(), domain=f"{last}.example")


def domain_named(company: str) -> str:
    """The domain of a company of that name, empty without one."""
    name = "".join(filter(str.isalnum, company.lower()))
    return f"{name}.example" if name else ""


def is_known(vendor: str, key: str, miss_rate: float) -> bool:
    """Whether this vendor has heard of the lead: always the same answer, and another of another vendor."""
    return _dice("known", vendor, key).random() >= miss_rate


def chance(vendor: str, number: int) -> float:
    """A number in 0-1 for the vendor's n-th call, so that faults come in the same places every time."""
    return _dice("chance", vendor, str(number)).random()


def _dice(*seed: str) -> Random:
    return Random(":".join(seed))  # noqa: S311 - made-up people, not secrets


def _position(dice: Random) -> tuple[str, str]:
    seniority = dice.choices(SENIORITIES, SENIORITY_WEIGHTS)[0]
    department = dice.choice(names.DEPARTMENTS)
    titles = {
        "executive": dice.choice(names.CHIEFS),
        "vp": f"VP {department}",
        "director": f"{department} Director",
        "manager": f"{department} Manager",
        "senior": f"Senior {dice.choice(names.SPECIALISTS)}",
    }
    return titles[seniority], seniority


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]+", "", plain) or "x"
