"""What an organization starts with in scoring: the numbers of the contract, one by one."""

import csv
from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.kernel.grades import GRADES, THRESHOLDS, TIERS
from scoring.alerts.domain.sla import DEFAULT_HOURS
from scoring.alerts.models import AlertPolicy
from scoring.detection.domain.defaults import DEFAULT_RULES
from scoring.detection.models import DetectionRule
from scoring.model.models import ModelFactor
from scoring.signals.domain.kinds import SIGNAL_KINDS
from scoring.signals.domain.strength import SAME_SIGNAL_WITHIN, DecayModel
from scoring.signals.models import SignalType
from scoring.thresholds.models import ScoringSettings
from tests.support.shared import SHARED

SPEC = SHARED / "spec" / "signals.csv"
# The columns of the contract, in its order; its file says no more of a type than this, but what detects it.
COLUMNS = ("code", "category", "weight", "decay_hours", "decay_model", "priority", "tier", "source")
SIGNALS = """
DEMO_REQUEST,first_party,1.00,24,linear,critical,hot,content
FREE_TRIAL_SIGNUP,first_party,0.95,24,linear,critical,hot,content
MEETING_SCHEDULED,first_party,0.95,24,linear,critical,hot,crm
PRICING_PAGE,first_party,0.90,72,linear,critical,hot,content
TRIAL_ACTIVATED,first_party,0.90,72,linear,high,hot,product
MEETING_COMPLETED,first_party,0.85,120,linear,high,warm,crm
CONTACT_PAGE,first_party,0.80,48,linear,high,warm,content
EMAIL_REPLY,first_party,0.80,24,linear,high,warm,delivery
PRODUCT_USAGE_SPIKE,first_party,0.80,96,linear,high,warm,product
REFERRAL_RECEIVED,first_party,0.75,240,linear,high,warm,crm
ROI_CALCULATOR,first_party,0.75,96,linear,high,warm,content
COMPARISON_PAGE,first_party,0.70,120,linear,high,warm,content
FORM_SUBMISSION,first_party,0.70,48,linear,high,warm,content
CHAT_STARTED,first_party,0.70,48,linear,high,warm,content
WEBINAR_ATTENDED,first_party,0.60,168,linear,medium,medium,content
SECURITY_PAGE,first_party,0.55,168,linear,medium,medium,content
CONTENT_DOWNLOAD,first_party,0.50,168,linear,medium,medium,content
CASE_STUDY_VIEW,first_party,0.50,168,linear,medium,medium,content
WEBINAR_REGISTERED,first_party,0.45,168,linear,medium,medium,content
INTEGRATION_PAGE,first_party,0.45,168,linear,medium,medium,content
EMAIL_CLICK,first_party,0.40,72,linear,medium,medium,delivery
RETURN_VISIT,first_party,0.35,120,linear,low,cool,content
DOCS_VISIT,first_party,0.30,168,linear,low,cool,content
VIDEO_WATCHED,first_party,0.30,168,linear,low,cool,content
WEBSITE_VISIT,first_party,0.20,168,linear,low,cold,content
EMAIL_OPEN,first_party,0.10,72,linear,low,cold,delivery
FUNDING_ROUND,third_party,0.90,1440,exponential,high,warm,crunchbase
G2_RESEARCH,third_party,0.85,336,exponential,high,warm,g2
JOB_CHANGE,third_party,0.80,720,exponential,high,warm,apollo
COMPETITOR_RESEARCH,third_party,0.80,336,exponential,high,warm,g2
TOPIC_SURGE,third_party,0.75,336,exponential,high,warm,bombora
HIRING_SPREE,third_party,0.75,720,exponential,medium,warm,linkedin
TECH_INSTALL,third_party,0.70,2160,exponential,medium,medium,builtwith
TECH_REMOVED,third_party,0.70,2160,exponential,medium,medium,builtwith
EXECUTIVE_CHANGE,third_party,0.70,720,exponential,medium,medium,linkedin
ACQUISITION,third_party,0.65,1440,exponential,medium,medium,news
EXPANSION_NEWS,third_party,0.60,1440,exponential,medium,medium,news
IPO_FILING,third_party,0.60,2160,exponential,medium,medium,news
COMPLIANCE_DEADLINE,third_party,0.55,1440,exponential,medium,medium,news
PARTNERSHIP_ANNOUNCED,third_party,0.50,1440,exponential,low,cool,news
NEW_OFFICE,third_party,0.50,1440,exponential,low,cool,news
REVIEW_POSTED,third_party,0.50,720,exponential,low,cool,g2
EARNINGS_GROWTH,third_party,0.50,2160,exponential,low,cool,news
SOCIAL_ENGAGEMENT,third_party,0.30,336,exponential,low,cool,linkedin
"""
TABLE = {line.split(",")[0]: tuple(line.split(",")) for line in SIGNALS.strip().splitlines()}

# factor -> (category, points)
FACTORS = {
    "has_email": ("data_quality", 10),
    "has_phone": ("data_quality", 15),
    "has_direct_phone": ("data_quality", 10),
    "company_size_smb": ("fit", 5),
    "company_size_mid": ("fit", 10),
    "company_size_enterprise": ("fit", 15),
    "seniority_c_level": ("fit", 20),
    "seniority_vp": ("fit", 15),
    "seniority_director": ("fit", 10),
    "seniority_manager": ("fit", 5),
    "high_engagement": ("engagement", 15),
    "medium_engagement": ("engagement", 10),
    "content_download": ("engagement", 10),
    "pricing_page": ("intent", 20),
    "demo_request": ("intent", 30),
    "free_trial": ("intent", 25),
}


def in_words(row: object) -> tuple[str, ...]:
    """A type of signal as the table writes it."""
    said = {name: getattr(row, name) for name in COLUMNS}
    told = {"weight": f"{said['weight']:.2f}", "decay_model": DecayModel(said["decay_model"]).value}
    return tuple(str((said | told)[name]) for name in COLUMNS)


@pytest.mark.parametrize("kind", SIGNAL_KINDS, ids=lambda kind: kind.code)
def test_a_type_of_signal_weighs_lasts_and_hurries_as_agreed(kind):
    assert in_words(kind) == TABLE[kind.code]


def test_an_organization_starts_with_the_44_types_of_signals(acme):
    assert {row.code: in_words(row) for row in SignalType.objects.filter(enabled=True)} == TABLE
    assert len(TABLE) == 44


@pytest.mark.skipif(not SPEC.exists(), reason="The contract is not beside this checkout.")
def test_the_table_is_that_of_the_contract():
    with SPEC.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ("signal_type", *COLUMNS[1:])
    assert {row["signal_type"]: tuple(row[name] for name in names) for row in rows} == TABLE


def test_an_organization_starts_with_the_rules_that_a_type_is_restored_to(acme):
    rows = {
        (row.signal_type_id, row.trigger): row.rule() for row in DetectionRule.objects.filter(enabled=True)
    }
    assert rows == {(rule.signal_type, rule.trigger.value): rule for rule in DEFAULT_RULES}


def test_an_organization_starts_with_the_factors_of_the_contract(acme):
    rows = ModelFactor.objects.filter(model_version__state="in_force", enabled=True)
    assert {row.factor: (row.category, row.weight) for row in rows} == FACTORS


def test_alerts_are_promised_within_hours_by_their_priority(acme):
    promised = dict(AlertPolicy.objects.filter(enabled=True).values_list("priority", "minutes"))
    assert promised == {"critical": 60, "high": 4 * 60, "medium": 24 * 60, "low": 72 * 60}
    assert DEFAULT_HOURS == {"critical": 1, "high": 4, "medium": 24, "low": 72}


def test_grades_tiers_and_thresholds_begin_where_the_contract_says():
    assert dict(GRADES) == {80: "A", 60: "B", 40: "C", 20: "D", 0: "F"}
    assert dict(TIERS) == {90: "hot", 75: "warm", 50: "medium", 25: "cool", 0: "cold"}
    assert list(THRESHOLDS) == ScoringSettings().thresholds == [20, 40, 60, 80]
    assert timedelta(hours=1) == SAME_SIGNAL_WITHIN


def test_weights_are_kept_as_they_are_written(acme):
    assert SignalType.objects.get(code="SECURITY_PAGE").weight == Decimal("0.550")
