"""Names of research, its insights, and why claims are dropped."""

from django.utils.translation import gettext_lazy as _

from revops.agents.research.domain.claims import Drop
from revops.agents.research.domain.kinds import InsightType, ResearchType

RESEARCH_TYPES = {ResearchType.COMPANY: _("Company"), ResearchType.PERSON: _("Person")}
INSIGHT_TYPES = {
    InsightType.COMPANY_PROFILE: _("Profile"),
    InsightType.FUNDING_HISTORY: _("Funding"),
    InsightType.TECH_STACK: _("Technology"),
    InsightType.HIRING_SIGNALS: _("Hiring"),
    InsightType.RECENT_NEWS: _("News"),
    InsightType.COMPETITIVE_LANDSCAPE: _("Competition"),
    InsightType.GROWTH_INDICATORS: _("Growth"),
    InsightType.PROFESSIONAL_BACKGROUND: _("Background"),
    InsightType.PUBLICATIONS: _("Publications"),
    InsightType.SHARED_CONNECTIONS: _("Shared connections"),
    InsightType.CAREER_TRAJECTORY: _("Career"),
    InsightType.INTERESTS: _("Interests"),
    InsightType.SOCIAL_PRESENCE: _("Social presence"),
    InsightType.SPEAKING_ENGAGEMENTS: _("Speaking"),
}
DROPS = {
    Drop.WRONG_TYPE: _("wrong type"),
    Drop.TOO_SHORT: _("quote too short"),
    Drop.ELIDED: _("quote with a gap"),
    Drop.NOT_FOUND: _("quote not on the page"),
    Drop.TOO_LONG: _("quote not in a sentence"),
    Drop.OTHER_SUBJECT: _("about somebody else"),
    Drop.NEGATED: _("negation left out"),
    Drop.OTHER_FIGURES: _("number not in the quote"),
    Drop.OTHER_NAMES: _("name not in the quote"),
    Drop.UNSUPPORTED: _("not what the quote says"),
    Drop.LOW_QUALITY: _("quality below 0.7"),
    Drop.UNREADABLE: _("unusable answer of the model"),
    Drop.INTERRUPTED: _("interrupted while the model answered"),
}
