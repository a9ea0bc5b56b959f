"""The rule that qualifies a lead. `selectors/statement.py` has it in SQL; a property test compares both.

A criterion of the profile counts alike with every other. What is unknown about a lead does not match.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from revops.prospects.domain.profile import Criterion, Profile

ENRICH_BELOW = Decimal("0.6")
SEQUENCE_SCORE, SEQUENCE_ICP = Decimal(60), Decimal("0.6")
SKIP_SCORE, SKIP_ICP = Decimal(20), Decimal("0.3")
ICP_DIGITS = Decimal("0.01")
# In titles they only separate words: "VP, Sales/Marketing".
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_SEPARATED = str.maketrans(dict.fromkeys(PUNCTUATION, " "))


class Verdict(StrEnum):
    """Whether a lead meets a criterion."""

    MATCH = "match"
    MISS = "miss"
    UNKNOWN = "unknown"


class Recommendation(StrEnum):
    """What to do with a lead next."""

    SEQUENCE = "sequence"
    ENRICH = "enrich"
    MANUAL_REVIEW = "manual_review"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFacts:
    """A lead. `title` and `industry` are search forms; empty and None mean unknown.

    `score` is the lead's score, 0-100; `completeness` the share of its basic fields that are filled, 0-1.
    """

    title: str = ""
    seniority: str = ""
    employees: int | None = None
    industry: str = ""
    country: str = ""
    score: Decimal = Decimal(0)
    completeness: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Qualified:
    """The result: a verdict per criterion of the profile, their match (0-1), and the recommendation."""

    verdicts: Mapping[Criterion, Verdict]
    icp_match: Decimal
    recommendation: Recommendation


def qualify(lead: LeadFacts, profile: Profile) -> Qualified:
    """Qualify a lead.

    Args:
        lead: the facts.
        profile: in search forms. Without criteria, no lead matches.
    """
    verdicts = {each: _JUDGES[each](lead, profile) for each in profile.criteria}
    matches = sum(verdict is Verdict.MATCH for verdict in verdicts.values())
    icp = (Decimal(matches) / (len(verdicts) or 1)).quantize(ICP_DIGITS)
    return Qualified(verdicts, icp, recommend(score=lead.score, icp=icp, completeness=lead.completeness))


def recommend(*, score: Decimal, icp: Decimal, completeness: Decimal) -> Recommendation:
    """Return the recommendation.

    Args:
        score: of the lead, 0-100.
        icp: match with the profile, 0-1.
        completeness: share of the filled fields, 0-1.
    """
    if completeness < ENRICH_BELOW:
        return Recommendation.ENRICH
    if score >= SEQUENCE_SCORE and icp >= SEQUENCE_ICP:
        return Recommendation.SEQUENCE
    if score < SKIP_SCORE and icp < SKIP_ICP:
        return Recommendation.SKIP
    return Recommendation.MANUAL_REVIEW


def title_words(form: str) -> frozenset[str]:
    """Return the words of a title in its search form."""
    return frozenset(form.translate(_SEPARATED).split(" ")) - {""}


def _title(lead: LeadFacts, profile: Profile) -> Verdict:
    words = title_words(lead.title)
    has_words = any(title_words(each) <= words for each in profile.titles)
    return _verdict(is_known=lead.title != "", is_match=has_words)


def _seniority(lead: LeadFacts, profile: Profile) -> Verdict:
    return _verdict(is_known=lead.seniority != "", is_match=lead.seniority in profile.seniorities)


def _company_size(lead: LeadFacts, profile: Profile) -> Verdict:
    size = lead.employees or 0
    is_large_enough = size >= (profile.employees_least or 0)
    is_small_enough = profile.employees_most is None or size <= profile.employees_most
    return _verdict(is_known=lead.employees is not None, is_match=is_large_enough and is_small_enough)


def _industry(lead: LeadFacts, profile: Profile) -> Verdict:
    return _verdict(is_known=lead.industry != "", is_match=lead.industry in profile.industries)


def _country(lead: LeadFacts, profile: Profile) -> Verdict:
    return _verdict(is_known=lead.country != "", is_match=lead.country in profile.countries)


def _verdict(*, is_known: bool, is_match: bool) -> Verdict:
    if not is_known:
        return Verdict.UNKNOWN
    return Verdict.MATCH if is_match else Verdict.MISS


_JUDGES = {
    Criterion.TITLE: _title,
    Criterion.SENIORITY: _seniority,
    Criterion.COMPANY_SIZE: _company_size,
    Criterion.INDUSTRY: _industry,
    Criterion.COUNTRY: _country,
}
