"""The orders and numbers that an organization starts with."""

import pytest
from django.core.exceptions import ValidationError

from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.waterfall.domain import DEFAULT_MIN_CONFIDENCE, Rule
from lead_intelligence.waterfall.models import WaterfallConfig
from tests.factories.lead_intelligence import set_rule


def test_every_organization_starts_with_the_known_vendors_and_default_orders(acme):
    assert list(EnrichmentProvider.objects.values_list("slug", flat=True)) == [
        "clearbit",
        "apollo",
        "hunter",
        "zoominfo",
        "lusha",
        "rocketreach",
        "builtwith",
        "wappalyzer",
    ]
    email = WaterfallConfig.objects.get(field_name="email")
    assert email.provider_order == ["clearbit", "apollo", "hunter"]
    assert (email.max_attempts, email.timeout_ms, email.min_confidence, email.cache_ttl_days) == (
        3,
        5000,
        0.5,
        7,
    )
    assert WaterfallConfig.objects.count() == 10


ORDERS = {
    "email": ["clearbit", "apollo", "hunter"],
    "firstName": ["apollo", "hunter", "clearbit"],
    "lastName": ["apollo", "hunter", "clearbit"],
    "phone": ["zoominfo", "lusha", "rocketreach"],
    "company": ["clearbit", "zoominfo"],
    "title": ["clearbit", "apollo", "hunter"],
    "industry": ["clearbit", "apollo", "hunter"],
    "companySize": ["clearbit", "apollo", "hunter"],
    "linkedinUrl": ["apollo", "clearbit", "hunter"],
    "techStack": ["builtwith", "wappalyzer"],
}
NUMBERS = {
    "max_attempts": 3,
    "timeout_ms": 5000,
    "min_confidence": 0.5,
    "cache_ttl_days": 7,
    "max_cost_per_lead": None,
}


def test_every_field_is_looked_for_in_the_order_of_the_contract(acme):
    assert dict(WaterfallConfig.objects.values_list("field_name", "provider_order")) == ORDERS


def test_every_field_starts_with_the_numbers_of_the_contract(acme):
    rows = WaterfallConfig.objects.values(*NUMBERS)
    assert [row for row in rows if row != NUMBERS] == []
    rule = Rule(field="email", order=())
    assert (rule.max_attempts, rule.timeout_ms, rule.min_confidence, rule.max_cost) == (3, 5000, 0.5, None)
    assert DEFAULT_MIN_CONFIDENCE == 0.5


@pytest.mark.parametrize(
    ("name", "lowest", "highest", "below", "above"),
    [
        ("max_attempts", 1, 10, 0, 11),
        ("timeout_ms", 100, 30_000, 99, 30_001),
        ("min_confidence", 0, 1, -0.01, 1.01),
        ("cache_ttl_days", 0, 365, -1, 366),
    ],
)
def test_a_number_of_the_waterfall_has_its_bounds(acme, name, lowest, highest, below, above):
    for allowed in (lowest, highest):
        set_rule("email", **{name: allowed}).full_clean()
    for refused in (below, above):
        config = WaterfallConfig.objects.get(field_name="email")
        setattr(config, name, refused)
        with pytest.raises(ValidationError, match=name):
            config.full_clean()
