"""Settings of the waterfall."""

from decimal import Decimal

import pytest

from lead_intelligence.waterfall import services as waterfall_services
from mauntic.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"provider_order": []}, "providerOrder"),
        ({"provider_order": ["apollo", "apollo"]}, "providerOrder"),
        ({"provider_order": ["palantir"]}, "providerOrder"),
        ({"max_attempts": 0}, "maxAttempts"),
        ({"max_attempts": 11}, "maxAttempts"),
        ({"timeout_ms": 99}, "timeoutMs"),
        ({"min_confidence": 1.1}, "minConfidence"),
        ({"cache_ttl_days": 366}, "cacheTtlDays"),
        ({"max_cost_per_lead": Decimal(-1)}, "maxCostPerLead"),
        ({"field_name": "shoeSize"}, "fieldName"),
    ],
)
def test_a_wrong_waterfall_is_refused_by_name(acme, wrong, key):
    with pytest.raises(Invalid) as refusal:
        waterfall_services.save_waterfall(**{"field_name": "email", "provider_order": ["apollo"], **wrong})
    assert list(refusal.value.fields) == [key]


def test_a_new_order_does_not_name_a_vendor_that_is_off(acme):
    with pytest.raises(Invalid, match="Enable or remove clearbit"):
        waterfall_services.save_waterfall(field_name="email", provider_order=["apollo", "clearbit"])


def test_an_order_that_stays_may_keep_a_vendor_that_is_off(acme):
    order = ["clearbit", "apollo", "hunter"]
    config = waterfall_services.save_waterfall(field_name="email", provider_order=order, max_attempts=2)
    assert (config.provider_order, config.max_attempts) == (order, 2)


def test_numbers_that_are_left_out_stay(acme):
    waterfall_services.save_waterfall(field_name="email", provider_order=["apollo"], max_attempts=7)
    config = waterfall_services.save_waterfall(field_name="email", provider_order=["hunter"], timeout_ms=900)
    assert (config.max_attempts, config.timeout_ms, config.provider_order) == (7, 900, ["hunter"])
