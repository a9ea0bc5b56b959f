"""The kinds of research and the 14 types of insight, with how long each stays true."""

from dataclasses import dataclass
from enum import StrEnum


class ResearchType(StrEnum):
    """What a job is about. The values are stored and part of the API."""

    COMPANY = "company"
    PERSON = "person"


class InsightType(StrEnum):
    """What an insight tells. The values are stored and part of the API."""

    COMPANY_PROFILE = "company_profile"
    FUNDING_HISTORY = "funding_history"
    TECH_STACK = "tech_stack"
    HIRING_SIGNALS = "hiring_signals"
    RECENT_NEWS = "recent_news"
    COMPETITIVE_LANDSCAPE = "competitive_landscape"
    GROWTH_INDICATORS = "growth_indicators"
    PROFESSIONAL_BACKGROUND = "professional_background"
    PUBLICATIONS = "publications"
    SHARED_CONNECTIONS = "shared_connections"
    CAREER_TRAJECTORY = "career_trajectory"
    INTERESTS = "interests"
    SOCIAL_PRESENCE = "social_presence"
    SPEAKING_ENGAGEMENTS = "speaking_engagements"


@dataclass(frozen=True, slots=True)
class Kind:
    """How a type of insight is valued.

    Args:
        about: what it is about.
        weight: how much it helps a seller, 0-1.
        half_life: days after which half of its freshness is gone.
        is_lasting: whether it describes a state, so that the day on which it was read counts without a date.
    """

    about: ResearchType
    weight: float
    half_life: int
    is_lasting: bool


_COMPANY, _PERSON = ResearchType.COMPANY, ResearchType.PERSON
KINDS = {
    InsightType.COMPANY_PROFILE: Kind(_COMPANY, 0.8, 1095, is_lasting=True),
    InsightType.FUNDING_HISTORY: Kind(_COMPANY, 0.95, 365, is_lasting=False),
    InsightType.TECH_STACK: Kind(_COMPANY, 0.85, 365, is_lasting=True),
    InsightType.HIRING_SIGNALS: Kind(_COMPANY, 0.95, 90, is_lasting=True),
    InsightType.RECENT_NEWS: Kind(_COMPANY, 0.9, 120, is_lasting=False),
    InsightType.COMPETITIVE_LANDSCAPE: Kind(_COMPANY, 0.85, 365, is_lasting=True),
    InsightType.GROWTH_INDICATORS: Kind(_COMPANY, 0.95, 270, is_lasting=False),
    InsightType.PROFESSIONAL_BACKGROUND: Kind(_PERSON, 0.85, 1095, is_lasting=True),
    InsightType.PUBLICATIONS: Kind(_PERSON, 0.85, 365, is_lasting=False),
    InsightType.SHARED_CONNECTIONS: Kind(_PERSON, 0.9, 1095, is_lasting=True),
    InsightType.CAREER_TRAJECTORY: Kind(_PERSON, 0.9, 730, is_lasting=True),
    InsightType.INTERESTS: Kind(_PERSON, 0.8, 730, is_lasting=True),
    InsightType.SOCIAL_PRESENCE: Kind(_PERSON, 0.75, 730, is_lasting=True),
    InsightType.SPEAKING_ENGAGEMENTS: Kind(_PERSON, 0.9, 270, is_lasting=False),
}


def types_of(research: ResearchType) -> tuple[InsightType, ...]:
    """Return the seven types of insight that a job of this kind looks for."""
    return tuple(each for each, kind in KINDS.items() if kind.about == research)
