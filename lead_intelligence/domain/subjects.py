"""Who is looked up, what is learned of them on the way, and under which key answers are kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from lead_intelligence.domain.answers import Subject
from lead_intelligence.domain.fields import COMPANY_FIELDS, Field
from lead_intelligence.domain.waterfall import Found

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
    return replace(subject, **{name: value for name, value in news.items() if isinstance(value, str)})


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
