"""Accounts with vendors: their settings and keys."""

import logging
from decimal import Decimal

import pytest
from django.db import connection

from lead_intelligence.vendors.adapters.registry import VENDORS
from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.vendors.services import accounts
from mauntic.kernel.errors import Invalid
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


def test_the_column_of_a_key_holds_ciphertext_only(acme):
    accounts.save_provider(**APOLLO, config={"apiKey": SECRET})
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
    accounts.save_provider(**APOLLO, config={"apiKey": SECRET, "baseUrl": "https://proxy.example/apollo"})
    accounts.save_provider(**APOLLO, config={"baseUrl": "https://PROXY.example:443/v2"})
    provider = accounts.save_provider(**APOLLO)
    assert (provider.api_key, provider.base_url) == (SECRET, "https://PROXY.example:443/v2")


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"baseUrl": "https://collector.example"},
        {"baseUrl": "http://api.apollo.io/api/v1"},
        {"baseUrl": "https://api.apollo.io:8443/api/v1"},
        {"baseUrl": "https://api.apollo.io.collector.example/api/v1", "apiKey": ""},
    ],
)
def test_a_stored_key_does_not_follow_the_address_to_another_host(acme, elsewhere):
    accounts.save_provider(**APOLLO, config={"apiKey": SECRET})

    provider = accounts.save_provider(**APOLLO, config=elsewhere)

    assert (provider.api_key, provider.base_url) == ("", elsewhere["baseUrl"])
    assert accounts.save_provider(**APOLLO, config={"baseUrl": ""}).api_key == ""
    again = accounts.save_provider(**APOLLO, config={**elsewhere, "apiKey": "another"})
    assert again.api_key == "another"


def test_a_stored_key_does_not_follow_the_log_in_or_another_vendor_type_either(acme):
    zoominfo = APOLLO | {"slug": "zoominfo", "provider_type": "zoominfo", "supported_fields": ["email"]}
    accounts.save_provider(**zoominfo, config={"apiKey": SECRET, "clientId": "us"})
    moved = accounts.save_provider(**zoominfo, config={"tokenUrl": "https://collector.example/token"})
    assert (moved.api_key, moved.config["clientId"]) == ("", "us")

    accounts.save_provider(**APOLLO, config={"apiKey": SECRET})
    assert accounts.save_provider(**(APOLLO | {"provider_type": "hunter"})).api_key == ""


def test_switching_a_vendor_on_forgets_why_it_was_off(acme):
    EnrichmentProvider.objects.filter(pk="apollo").update(enabled=False, disabled_reason="Refused.")
    provider = accounts.save_provider(**APOLLO)
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
        ({"config": {"baseUrl": "https://api.vendor.example:99999/v1"}}, "config"),
        ({"provider_type": "zoominfo", "config": {"tokenUrl": "ftp://files.example"}}, "config"),
    ],
)
def test_a_wrong_vendor_is_refused_by_name(acme, wrong, key):
    with pytest.raises(Invalid) as refusal:
        accounts.save_provider(**{**APOLLO, **wrong})
    assert list(refusal.value.fields) == [key]


@pytest.mark.parametrize(("config", "known"), [({"clientSecret": "s"}, True), ({"client": "s"}, False)])
def test_an_account_has_the_options_of_its_vendor_and_no_others(acme, monkeypatch, config, known):
    monkeypatch.setattr(VENDORS["apollo"], "options", {"clientSecret": "Client secret"})
    if known:
        assert accounts.save_provider(**APOLLO, config=config).config["clientSecret"] == "s"
    else:
        with pytest.raises(Invalid, match="Use apiKey, baseUrl, clientSecret"):
            accounts.save_provider(**APOLLO, config=config)
