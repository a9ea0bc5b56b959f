import json
import logging
from decimal import Decimal

import pytest
from django.db import connection

from lead_intelligence import services
from lead_intelligence.models import EnrichmentProvider, WaterfallConfig
from lead_intelligence.vendors.registry import VENDORS
from mauntic.kernel.errors import Invalid, NotFound
from tests.factories.lead_intelligence import connect_vendor, make_lead

APOLLO = {
    "slug": "apollo",
    "name": "Apollo",
    "provider_type": "apollo",
    "supported_fields": ["email", "title"],
    "priority": 1,
    "cost_per_lookup": Decimal("0.02"),
}
SECRET = "sk-never-shown"


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


def test_the_column_of_a_key_holds_ciphertext_only(acme):
    services.save_provider(**APOLLO, config={"apiKey": SECRET})
    with connection.cursor() as cursor:
        cursor.execute("SELECT config FROM lead_intelligence_enrichmentprovider WHERE slug = 'apollo'")
        (stored,) = cursor.fetchone()
    assert SECRET not in stored
    assert EnrichmentProvider.objects.get(pk="apollo").api_key == SECRET


def test_a_key_never_gets_into_the_logs(sandbox, enrich, caplog):
    connect_vendor(sandbox, "apollo", config={"apiKey": SECRET, "baseUrl": sandbox.base_url("apollo")})
    with caplog.at_level(logging.DEBUG):
        enrich(make_lead(), "title")
    assert "enrichment.called" in caplog.text
    assert SECRET not in caplog.text


def test_what_a_new_config_leaves_out_stays(acme):
    services.save_provider(**APOLLO, config={"apiKey": SECRET})
    provider = services.save_provider(**APOLLO, config={"baseUrl": "https://proxy.example/apollo"})
    assert (provider.api_key, provider.base_url) == (SECRET, "https://proxy.example/apollo")


def test_switching_a_vendor_on_forgets_why_it_was_off(acme):
    EnrichmentProvider.objects.filter(pk="apollo").update(enabled=False, disabled_reason="Refused.")
    provider = services.save_provider(**APOLLO)
    assert (provider.enabled, provider.disabled_reason) == (True, "")


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"name": " "}, "name"),
        ({"provider_type": "palantir"}, "providerType"),
        ({"supported_fields": ["shoeSize"]}, "supportedFields"),
        ({"supported_fields": []}, "supportedFields"),
        ({"priority": -1}, "priority"),
        ({"cost_per_lookup": Decimal("-0.01")}, "costPerLookup"),
        ({"config": {"password": "x"}}, "config"),
        ({"config": {"baseUrl": "ftp://files.example"}}, "config"),
        ({"config": {"baseUrl": "http://["}}, "config"),
    ],
)
def test_a_wrong_vendor_is_refused_by_name(acme, wrong, key):
    with pytest.raises(Invalid) as refusal:
        services.save_provider(**{**APOLLO, **wrong})
    assert list(refusal.value.fields) == [key]


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
        services.save_waterfall(**{"field_name": "email", "provider_order": ["apollo"], **wrong})
    assert list(refusal.value.fields) == [key]


def test_a_new_order_does_not_name_a_vendor_that_is_off(acme):
    with pytest.raises(Invalid, match="clearbit is switched off"):
        services.save_waterfall(field_name="email", provider_order=["apollo", "clearbit"])


def test_an_order_that_stays_may_keep_a_vendor_that_is_off(acme):
    order = ["clearbit", "apollo", "hunter"]
    config = services.save_waterfall(field_name="email", provider_order=order, max_attempts=2)
    assert (config.provider_order, config.max_attempts) == (order, 2)


@pytest.mark.parametrize(("config", "known"), [({"clientSecret": "s"}, True), ({"client": "s"}, False)])
def test_an_account_has_the_options_of_its_vendor_and_no_others(acme, monkeypatch, config, known):
    monkeypatch.setattr(VENDORS["apollo"], "options", {"clientSecret": "Client secret"})
    if known:
        assert services.save_provider(**APOLLO, config=config).config["clientSecret"] == "s"
    else:
        with pytest.raises(Invalid, match="Known: apiKey, baseUrl, clientSecret"):
            services.save_provider(**APOLLO, config=config)


def test_numbers_that_are_left_out_stay(acme):
    services.save_waterfall(field_name="email", provider_order=["apollo"], max_attempts=7)
    config = services.save_waterfall(field_name="email", provider_order=["hunter"], timeout_ms=900)
    assert (config.max_attempts, config.timeout_ms, config.provider_order) == (7, 900, ["hunter"])


def test_a_connection_is_tested_without_a_billed_look_up(acme, sandbox):
    connect_vendor(sandbox, "apollo")
    assert services.check_provider(slug="apollo").is_healthy
    assert (sandbox.stats("apollo")["calls"], sandbox.stats("apollo")["health_calls"]) == (0, 1)


def test_a_connection_without_a_key_is_not_tested(acme):
    with pytest.raises(Invalid, match="Enter the key of Apollo first"):
        services.check_provider(slug="apollo")
    with pytest.raises(NotFound):
        services.check_provider(slug="palantir")


def test_the_health_check_switches_off_a_vendor_whose_key_is_refused(acme, sandbox):
    connect_vendor(sandbox, "hunter")
    connect_vendor(sandbox, "apollo", config={"apiKey": "wrong", "baseUrl": sandbox.base_url("apollo")})
    told = services.check_providers()
    assert set(told) == {"apollo", "hunter"}
    apollo, hunter = EnrichmentProvider.objects.filter(slug__in=told).order_by("slug")
    assert (apollo.enabled, hunter.enabled, hunter.health.credits_left is not None) == (False, True, True)
    assert json.dumps(apollo.disabled_reason).count("wrong") == 0
