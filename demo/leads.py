"""A made-up lead list, as untidy as real exports are: python -m demo.leads --count 500 > leads.csv"""

import argparse
import csv
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import IO

from faker import Faker

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

FREE_MAIL_DOMAINS = ("gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "gmx.de", "icloud.com")
INDUSTRIES = (
    "Software",
    "FinTech",
    "Healthcare",
    "Logistics",
    "Manufacturing",
    "Media",
    "Retail",
    "Energy",
    "Education",
)
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
    """Where a company sits: how people are named there and how the country and numbers get typed."""

    locale: str
    spellings: tuple[str, ...]
    dial_code: str
    area: str
    fictional: str
    free_digits: int


# The telephone numbers are of ranges kept for fiction, or not in use.
COUNTRIES = (
    Country("en_US", ("US", "USA", "United States", "usa"), "1", "415", "55501", 2),
    Country("en_GB", ("GB", "UK", "United Kingdom"), "44", "20", "79460", 3),
    Country("de_DE", ("DE", "Germany", "Deutschland"), "49", "30", "23125", 3),
    Country("fr_FR", ("FR", "France"), "33", "1", "9900", 4),
    Country("es_ES", ("ES", "Spain"), "34", "91", "0000", 3),
    Country("pl_PL", ("PL", "Poland"), "48", "22", "0000", 3),
    Country("sv_SE", ("SE", "Sweden"), "46", "8", "46500", 3),
)
COUNTRY_WEIGHTS = (45, 14, 14, 9, 7, 6, 5)


@dataclass(frozen=True, slots=True)
class Company:
    """An employer that several leads share."""

    name: str
    domain: str
    industry: str
    employees: int
    country: Country
    city: str


class LeadList:
    """Makes the rows of one list; the same seed makes the same list."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.fakes = {country.locale: Faker(country.locale, use_weighting=False) for country in COUNTRIES}
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
        country = self.dice.choices(COUNTRIES, COUNTRY_WEIGHTS)[0]
        fake = self.fakes[country.locale]
        stem = f"{fake.last_name()} {self.dice.choice(TRADES)}"
        return Company(
            name=stem + self.dice.choice(SUFFIXES),
            domain=f"{_slug(stem, '-')}.example",
            industry=self.dice.choice(INDUSTRIES),
            # Small companies are far more common than large ones.
            employees=round(3 * 2_000 ** self.dice.random()),
            country=country,
            city=fake.city(),
        )

    def _lead(self, company: Company) -> dict[str, str]:
        fake = self.fakes[company.country.locale]
        first, last = fake.first_name(), fake.last_name()
        created = LAST_DAY - timedelta(days=self.dice.randrange(DAYS))
        return {
            "first_name": first,
            "last_name": last,
            "email": self._email(first, last, company.domain),
            "phone": self._phone(company.country),
            "title": self.dice.choice(TITLES),
            "company": company.name,
            "website": self.dice.choice(("https://www.{}", "http://{}/", "{}", "www.{}")).format(
                company.domain
            ),
            "industry": company.industry,
            "employees": self.dice.choice((str(company.employees), f"{company.employees:,}")),
            "country": self.dice.choice(company.country.spellings),
            "city": company.city,
            "source": self.dice.choice(SOURCES),
            "created_at": created.isoformat(),
        }

    def _email(self, first: str, last: str, domain: str) -> str:
        local = f"{_slug(first)}.{_slug(last)}"
        if self._happens(INVALID_EMAIL):
            return self.dice.choice(
                (f"{local}@", f"{local}(at){domain}", f"{local} @ {domain}", "n/a", f"{local}@@{domain}")
            )
        if self._happens(FREE_MAIL):
            return f"{local}{self.dice.randrange(100)}@{self.dice.choice(FREE_MAIL_DOMAINS)}"
        return f"{local}@{domain}"

    def _phone(self, country: Country) -> str:
        free = country.free_digits
        digits = f"{country.fictional}{self.dice.randrange(10**free):0{free}}"
        code, area = country.dial_code, country.area
        half = len(digits) // 2
        return self.dice.choice(
            (
                f"+{code}{area}{digits}",
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
