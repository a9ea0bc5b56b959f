"""The 44 signal types that every organization starts with."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.signals.domain.strength import DecayModel


@dataclass(frozen=True, slots=True)
class SignalKind:
    """A type of signals: weight 0-1 when fresh, hours until it ends, and the priority of its alerts."""

    code: str
    category: str
    weight: Decimal
    decay_hours: int
    decay_model: DecayModel
    priority: str
    tier: str
    source: str


# code | category | weight | hours | decay | priority | tier | source
_TABLE = """
DEMO_REQUEST | first_party | 1.00 | 24 | linear | critical | hot | content
FREE_TRIAL_SIGNUP | first_party | 0.95 | 24 | linear | critical | hot | content
MEETING_SCHEDULED | first_party | 0.95 | 24 | linear | critical | hot | crm
PRICING_PAGE | first_party | 0.90 | 72 | linear | critical | hot | content
TRIAL_ACTIVATED | first_party | 0.90 | 72 | linear | high | hot | product
MEETING_COMPLETED | first_party | 0.85 | 120 | linear | high | warm | crm
CONTACT_PAGE | first_party | 0.80 | 48 | linear | high | warm | content
EMAIL_REPLY | first_party | 0.80 | 24 | linear | high | warm | delivery
PRODUCT_USAGE_SPIKE | first_party | 0.80 | 96 | linear | high | warm | product
REFERRAL_RECEIVED | first_party | 0.75 | 240 | linear | high | warm | crm
ROI_CALCULATOR | first_party | 0.75 | 96 | linear | high | warm | content
COMPARISON_PAGE | first_party | 0.70 | 120 | linear | high | warm | content
FORM_SUBMISSION | first_party | 0.70 | 48 | linear | high | warm | content
CHAT_STARTED | first_party | 0.70 | 48 | linear | high | warm | content
WEBINAR_ATTENDED | first_party | 0.60 | 168 | linear | medium | medium | content
SECURITY_PAGE | first_party | 0.55 | 168 | linear | medium | medium | content
CONTENT_DOWNLOAD | first_party | 0.50 | 168 | linear | medium | medium | content
CASE_STUDY_VIEW | first_party | 0.50 | 168 | linear | medium | medium | content
WEBINAR_REGISTERED | first_party | 0.45 | 168 | linear | medium | medium | content
INTEGRATION_PAGE | first_party | 0.45 | 168 | linear | medium | medium | content
EMAIL_CLICK | first_party | 0.40 | 72 | linear | medium | medium | delivery
RETURN_VISIT | first_party | 0.35 | 120 | linear | low | cool | content
DOCS_VISIT | first_party | 0.30 | 168 | linear | low | cool | content
VIDEO_WATCHED | first_party | 0.30 | 168 | linear | low | cool | content
WEBSITE_VISIT | first_party | 0.20 | 168 | linear | low | cold | content
EMAIL_OPEN | first_party | 0.10 | 72 | linear | low | cold | delivery
FUNDING_ROUND | third_party | 0.90 | 1440 | exponential | high | warm | crunchbase
G2_RESEARCH | third_party | 0.85 | 336 | exponential | high | warm | g2
JOB_CHANGE | third_party | 0.80 | 720 | exponential | high | warm | apollo
COMPETITOR_RESEARCH | third_party | 0.80 | 336 | exponential | high | warm | g2
TOPIC_SURGE | third_party | 0.75 | 336 | exponential | high | warm | bombora
HIRING_SPREE | third_party | 0.75 | 720 | exponential | medium | warm | linkedin
TECH_INSTALL | third_party | 0.70 | 2160 | exponential | medium | medium | builtwith
TECH_REMOVED | third_party | 0.70 | 2160 | exponential | medium | medium | builtwith
EXECUTIVE_CHANGE | third_party | 0.70 | 720 | exponential | medium | medium | linkedin
ACQUISITION | third_party | 0.65 | 1440 | exponential | medium | medium | news
EXPANSION_NEWS | third_party | 0.60 | 1440 | exponential | medium | medium | news
IPO_FILING | third_party | 0.60 | 2160 | exponential | medium | medium | news
COMPLIANCE_DEADLINE | third_party | 0.55 | 1440 | exponential | medium | medium | news
PARTNERSHIP_ANNOUNCED | third_party | 0.50 | 1440 | exponential | low | cool | news
NEW_OFFICE | third_party | 0.50 | 1440 | exponential | low | cool | news
REVIEW_POSTED | third_party | 0.50 | 720 | exponential | low | cool | g2
EARNINGS_GROWTH | third_party | 0.50 | 2160 | exponential | low | cool | news
SOCIAL_ENGAGEMENT | third_party | 0.30 | 336 | exponential | low | cool | linkedin
"""


def _parse(line: str) -> SignalKind:
    code, category, weight, hours, decay, *rest = line.split(" | ")
    return SignalKind(code, category, Decimal(weight), int(hours), DecayModel(decay), *rest)


SIGNAL_KINDS = tuple(_parse(line) for line in _TABLE.strip().splitlines())
KINDS_BY_CODE = {kind.code: kind for kind in SIGNAL_KINDS}
