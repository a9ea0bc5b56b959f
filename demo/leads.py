"""A made-up lead list, as untidy as real exports are: python -m demo.leads --count 500 > leads.csv

Its companies and people are those that the sandbox vendors know, so that most values agree with theirs.
"""

import argparse
import csv
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import IO, TypeVar

from faker import Faker

from mauntic.sandbox import people

T = TypeVar("T")

HEADERS = (
    "first_name",
    "last_name",
    "email",
    "phone",
    "title",
    "company",
    "website",
    "industry",
    "employees",
    "country",
    "city",
    "source",
    "created_at",
)
COUNT, SEED = 500, 7
LAST_DAY = date(2026, 11, 1)
DAYS = 365
LEADS_PER_COMPANY = 5.5

DUPLICATES = 0.04
FREE_MAIL = 0.12
INVALID_EMAIL = 0.015
MISSING = {
    "email": 0.03,
    "last_name": 0.03,
    "phone": 0.30,
    "title": 0.18,
    "company": 0.05,
    "website": 0.25,
    "industry": 0.35,
    "employees": 0.45,
    "country": 0.15,
    "city": 0.25,
    "source": 0.05,
}
MIXED_CASE, STRAY_SPACES = 0.10, 0.08
# Facts that have changed since somebody typed them.
OUTDATED = 0.12

FREE_MAIL_DOMAINS = ("gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "gmx.de", "icloud.com")
INDUSTRIES = ("Software", "FinTech", "Healthcare", "Manufacturing", "Media", "Retail")
SOURCES = ("Website", "Webinar", "Trade show", "Referral", "LinkedIn", "Google Ads", "Partner", "Outbound")
TITLES = (
    "CEO",
    "CEO & Founder",
    "Chief Financial Officer",
    "CTO",
    "VP Sales",
    "Vice President, Marketing",
    "VP Engineering",
    "Sales Director",
    "Head of Growth",
    "Director of Operations",
    "Marketing Manager",
    "RevOps Manager",
    "IT Manager",
    "Procurement Lead",
    "Account Executive",
    "SDR",
    "Consultant",
    "Developer",
    "Student",
)
TRADES = (
    "Analytics",
    "Cloud",
    "Energy",
    "Foods",
    "Health",
    "Logistics",
    "Media",
    "Motors",
    "Optics",
    "Robotics",
    "Systems",
)
SUFFIXES = ("", "", "", " Inc.", " GmbH", " Ltd", " Group")


@dataclass(frozen=True, slots=True)
class Country:
    """A country: how people are named there, how the country gets typed, and its dial and area codes."""

    locale: str
    spellings: tuple[str, ...]
    dial_code: str
    area: str


COUNTRIES = {
    "US": Country("en_US", ("US", "USA", "United States", "usa"), "1", "415"),
    "GB": Country("en_GB", ("GB", "UK", "United Kingdom"), "44", "20"),
    "DE": Country("de_DE", ("DE", "Germany", "Deutschland"), "49", "30"),
    "FR": Country("fr_FR", ("FR", "France"), "33", "1"),
    "AU": Country("en_AU", ("AU", "Australia"), "61", "2"),
}


@dataclass(frozen=True, slots=True)
class Company:
    """An employer that several leads share: its name in the list, and what the vendors know of it."""

    name: str
    known: people.Company

    @property
    def country(self) -> Country:
        """Return where it sits."""
        return COUNTRIES[self.known.country_code]


class LeadList:
    """Makes the rows of one list; the same seed makes the same list."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.fakes = {
            country.locale: Faker(country.locale, use_weighting=False) for country in COUNTRIES.values()
        }
        for fake in self.fakes.values():
            fake.seed_instance(seed)

    def rows(self, count: int) -> Iterator[dict[str, str]]:
        """That many rows, duplicates included."""
        companies = [self._company() for _ in range(max(1, round(count / LEADS_PER_COMPANY)))]
        seen: list[dict[str, str]] = []
        for _ in range(count):
            if seen and self._happens(DUPLICATES):
                yield self._again(self.dice.choice(seen))
                continue
            row = self._untidy(self._lead(self.dice.choice(companies)))
            if "@" in row["email"]:
                seen.append(row)
            yield row

    def _happens(self, rate: float) -> bool:
        return self.dice.random() < rate

    def _company(self) -> Company:
        locale = self.dice.choice(tuple(COUNTRIES.values())).locale
        stem = f"{self.fakes[locale].last_name()} {self.dice.choice(TRADES)}"
        known = people.company_of(f"{_slug(stem, '-')}.example")
        if known is None:  # only mail providers are unknown
            raise LookupError(stem)
        return Company(name=stem + self.dice.choice(SUFFIXES), known=known)

    def _lead(self, company: Company) -> dict[str, str]:
        fake, known = self.fakes[company.country.locale], company.known
        first, last = fake.first_name(), fake.last_name()
        person = people.person_of(first_name=first, last_name=last, domain=known.domain)
        created = LAST_DAY - timedelta(days=self.dice.randrange(DAYS))
        employees = self._typed(known.employees, max(1, round(known.employees * self.dice.uniform(0.5, 0.9))))
        return {
            "first_name": first,
            "last_name": last,
            "email": self._email(first, last, known.domain),
            "phone": self._phone(company.country, person.phone),
            "title": self._typed(person.title, self.dice.choice(TITLES)),
            "company": company.name,
            "website": self.dice.choice(("https://www.{}", "http://{}/", "{}", "www.{}")).format(
                known.domain
            ),
            "industry": self._typed(known.industry, self.dice.choice(INDUSTRIES)),
            "employees": self.dice.choice((str(employees), f"{employees:,}")),
            "country": self.dice.choice(company.country.spellings),
            "city": known.city,
            "source": self.dice.choice(SOURCES),
            "created_at": created.isoformat(),
        }

    def _typed(self, current: T, outdated: T) -> T:
        return outdated if self._happens(OUTDATED) else current

    def _email(self, first: str, last: str, domain: str) -> str:
        local = f"{_slug(first)}.{_slug(last)}"
        if self._happens(INVALID_EMAIL):
            return self.dice.choice(
                (f"{local}@", f"{local}(at){domain}", f"{local} @ {domain}", "n/a", f"{local}@@{domain}")
            )
        if self._happens(FREE_MAIL):
            return f"{local}{self.dice.randrange(100)}@{self.dice.choice(FREE_MAIL_DOMAINS)}"
        return f"{local}@{domain}"

    def _phone(self, country: Country, number: str) -> str:
        """Return the number of a range kept for fiction (`+49...`), as somebody might type it."""
        code, area = country.dial_code, country.area
        digits = number.removeprefix(f"+{code}{area}")
        half = len(digits) // 2
        return self.dice.choice(
            (
                number,
                f"+{code} {area} {digits[:half]} {digits[half:]}",
                f"00{code} {area} {digits}",
                f"+{code} ({area}) {digits[:half]}-{digits[half:]}",
                f"({area}) {digits[:half]}-{digits[half:]}" if code == "1" else f"0{area} {digits}",
                f"+{code}-{area}-{digits[:half]}-{digits[half:]} ext. {self.dice.randrange(10, 99)}",
            )
        )

    def _untidy(self, row: dict[str, str]) -> dict[str, str]:
        for name, rate in MISSING.items():
            if self._happens(rate):
                row[name] = ""
        for name in ("first_name", "last_name", "email", "title", "company", "city"):
            if self._happens(MIXED_CASE):
                row[name] = self.dice.choice((row[name].upper(), row[name].lower()))
            if row[name] and self._happens(STRAY_SPACES):
                row[name] = self.dice.choice(
                    (f" {row[name]}", f"{row[name]}  ", row[name].replace(" ", "  "))
                )
        return row

    def _again(self, row: dict[str, str]) -> dict[str, str]:
        """The same lead from another source: its address in another case, some fields lost."""
        email = row["email"].strip()
        lost = {name: "" for name in ("phone", "title", "city") if self._happens(0.5)}
        return {
            **row,
            **lost,
            "email": email.upper() if email != email.upper() else email.lower(),
            "source": "Import",
        }


def write_leads(out: IO[str], *, count: int = COUNT, seed: int = SEED) -> None:
    """Write the list as CSV with a header line."""
    writer = csv.DictWriter(out, HEADERS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(LeadList(seed).rows(count))


def main(arguments: list[str] | None = None) -> int:
    """Print a made-up lead list as CSV; the same count and seed print the same list."""
    parser = argparse.ArgumentParser(prog="python -m demo.leads", description=main.__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="number of rows (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="which list (default: %(default)s)")
    options = parser.parse_args(arguments)
    if options.count < 0:
        parser.error("--count must not be negative.")
    write_leads(sys.stdout, count=options.count, seed=options.seed)
    return 0


def _slug(text: str, separator: str = "") -> str:
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ł", "l").replace("Ł", "L"))
    return re.sub(r"[^a-z0-9]+", separator, plain.encode("ascii", "ignore").decode().lower()).strip(
        separator or " "
    )


if __name__ == "__main__":
    sys.exit(main())
