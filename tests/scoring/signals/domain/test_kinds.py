from collections import defaultdict
from decimal import Decimal

import pytest

from scoring.signals.domain.kinds import KINDS_BY_CODE, SIGNAL_KINDS
from scoring.signals.domain.strength import DecayModel


def test_codes_are_unique():
    assert len(KINDS_BY_CODE) == len(SIGNAL_KINDS) == 44


def test_every_type_counts_something_and_ends():
    assert all(0 < kind.weight <= 1 and kind.decay_hours > 0 for kind in SIGNAL_KINDS)


def test_first_party_signals_fade_linearly_and_third_party_ones_exponentially():
    decay = {kind.category: set[DecayModel]() for kind in SIGNAL_KINDS}
    for kind in SIGNAL_KINDS:
        decay[kind.category].add(kind.decay_model)
    assert decay == {"first_party": {DecayModel.LINEAR}, "third_party": {DecayModel.EXPONENTIAL}}


def test_a_line_of_the_table_is_read_column_by_column():
    kind = KINDS_BY_CODE["EMAIL_REPLY"]
    assert (kind.category, kind.weight, kind.decay_hours) == ("first_party", Decimal("0.80"), 24)
    assert (kind.priority, kind.tier, kind.source) == ("high", "warm", "delivery")


def grouped(attribute: str) -> dict[object, set[str]]:
    found: defaultdict[object, set[str]] = defaultdict(set)
    for kind in SIGNAL_KINDS:
        found[getattr(kind, attribute)].add(kind.code)
    return found


def test_four_signals_are_critical_because_the_person_asks_for_a_contact_or_a_price():
    assert grouped("priority")["critical"] == {
        "DEMO_REQUEST",
        "FREE_TRIAL_SIGNUP",
        "MEETING_SCHEDULED",
        "PRICING_PAGE",
    }


def test_every_priority_and_tier_of_the_contract_occurs_and_no_other():
    assert {priority: len(codes) for priority, codes in grouped("priority").items()} == {
        "critical": 4,
        "high": 15,
        "medium": 15,
        "low": 10,
    }
    assert {tier: len(codes) for tier, codes in grouped("tier").items()} == {
        "hot": 5,
        "warm": 15,
        "medium": 14,
        "cool": 8,
        "cold": 2,
    }


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("crm", {"MEETING_SCHEDULED", "MEETING_COMPLETED", "REFERRAL_RECEIVED"}),
        ("product", {"TRIAL_ACTIVATED", "PRODUCT_USAGE_SPIKE"}),
        ("delivery", {"EMAIL_REPLY", "EMAIL_CLICK", "EMAIL_OPEN"}),
        ("crunchbase", {"FUNDING_ROUND"}),
        ("g2", {"G2_RESEARCH", "COMPETITOR_RESEARCH", "REVIEW_POSTED"}),
        ("apollo", {"JOB_CHANGE"}),
        ("bombora", {"TOPIC_SURGE"}),
        ("linkedin", {"HIRING_SPREE", "EXECUTIVE_CHANGE", "SOCIAL_ENGAGEMENT"}),
        ("builtwith", {"TECH_INSTALL", "TECH_REMOVED"}),
    ],
)
def test_a_source_reports_its_own_signals(source, codes):
    assert grouped("source")[source] == codes


@pytest.mark.parametrize(
    ("code", "weight", "days"),
    [
        ("DEMO_REQUEST", "1.00", 1),
        ("FREE_TRIAL_SIGNUP", "0.95", 1),
        ("PRICING_PAGE", "0.90", 3),
        ("TRIAL_ACTIVATED", "0.90", 3),
        ("MEETING_COMPLETED", "0.85", 5),
        ("REFERRAL_RECEIVED", "0.75", 10),
        ("CONTACT_PAGE", "0.80", 2),
        ("WEBINAR_ATTENDED", "0.60", 7),
        ("EMAIL_CLICK", "0.40", 3),
        ("WEBSITE_VISIT", "0.20", 7),
        ("EMAIL_OPEN", "0.10", 3),
        ("FUNDING_ROUND", "0.90", 60),
        ("G2_RESEARCH", "0.85", 14),
        ("JOB_CHANGE", "0.80", 30),
        ("TECH_INSTALL", "0.70", 90),
        ("IPO_FILING", "0.60", 90),
        ("SOCIAL_ENGAGEMENT", "0.30", 14),
    ],
)
def test_a_signal_has_the_weight_and_the_life_of_the_contract(code, weight, days):
    kind = KINDS_BY_CODE[code]
    assert (kind.weight, kind.decay_hours) == (Decimal(weight), days * 24)


def test_what_a_person_does_ends_within_ten_days_and_news_last_at_least_two_weeks():
    longest, shortest = (
        max(kind.decay_hours for kind in SIGNAL_KINDS if kind.category == "first_party"),
        min(kind.decay_hours for kind in SIGNAL_KINDS if kind.category == "third_party"),
    )
    assert (longest / 24, shortest / 24) == (10, 14)


def test_within_a_category_signals_are_listed_by_weight():
    for category in ("first_party", "third_party"):
        weights = [kind.weight for kind in SIGNAL_KINDS if kind.category == category]
        assert weights == sorted(weights, reverse=True)
