"""Who is looked up, what is learned of them on the way, and under which key answers are kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from lead_intelligence.leads.domain.fields import COMPANY_FIELDS, Field
from lead_intelligence.leads.domain.values import Found
from mauntic.kernel.normalize import company_domain


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is known of the lead that is looked up; unknown is empty. `country` is an alpha-2 code.

    `shares_domain` says that the address has the domain of another company, such as one of the same group.
    """

    email: str = ""
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    domain: str = ""
    linkedin_url: str = ""
    country: str = ""
    phone: str = ""
    shares_domain: bool = False

    @property
    def company_domain(self) -> str:
        """The employer's domain, given or of the email address; empty rather than one that many share."""
        return company_domain(self.domain) or ("" if self.shares_domain else company_domain(self.email))

    @property
    def full_name(self) -> str:
        """First and last name, if both are known."""
        return f"{self.first_name} {self.last_name}" if self.first_name and self.last_name else ""


LEARNED: Mapping[Field, str] = {
    Field.EMAIL: "email",
    Field.FIRST_NAME: "first_name",
    Field.LAST_NAME: "last_name",
    Field.COMPANY: "company",
    Field.LINKEDIN_URL: "linkedin_url",
    Field.COUNTRY: "country",
}


def is_findable(subject: Subject) -> bool:
    """Whether any vendor could be asked: by an address, a profile, a domain or a name with its employer."""
    return bool(subject.email or subject.linkedin_url or subject.company_domain or _named(subject))


def learn(subject: Subject, found: Mapping[Field, Found]) -> Subject:
    """The subject with what was found in the place of what was unknown."""
    news = {
        name: answer.value.value
        for field, name in LEARNED.items()
        if not getattr(subject, name) and (answer := found.get(field))
    }
    texts: dict[str, Any] = {name: value for name, value in news.items() if isinstance(value, str)}
    return replace(subject, **texts)


def cache_subject(subject: Subject, field: Field) -> str:
    """A digest of the person, or of the company for a fact about it; empty when nobody can be told apart."""
    if field in COMPANY_FIELDS:
        known = subject.company_domain and f"company:{subject.company_domain}"
    elif subject.email or subject.linkedin_url:
        known = f"person:{subject.email or subject.linkedin_url}"
    else:
        known = _named(subject) and f"person:{_named(subject)}"
    return _digest(known) if known else ""


def person_digests(subject: Subject) -> frozenset[str]:
    """Every digest by which the person may be known, whichever of address, profile and name was known then.

    Without an address a person goes by the profile, else by the name and the employer.
    """
    employers = {subject.company_domain, replace(subject, email="").company_domain, subject.company}
    names = {f"{subject.full_name}@{employer}" for employer in employers if subject.full_name and employer}
    return frozenset(
        _digest(f"person:{each}") for each in {subject.email, subject.linkedin_url, *names} if each
    )


def _digest(known: str) -> str:
    return hashlib.sha256(known.casefold().encode()).hexdigest()


def _named(subject: Subject) -> str:
    employer = subject.company_domain or subject.company
    return f"{subject.full_name}@{employer}" if subject.full_name and employer else ""
