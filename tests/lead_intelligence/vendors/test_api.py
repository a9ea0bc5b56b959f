"""The API of vendors."""

from lead_intelligence.vendors.models import EnrichmentProvider
from tests.lead_intelligence.api import send

APOLLO = {
    "name": "Apollo",
    "providerType": "apollo",
    "supportedFields": ["email", "title"],
    "priority": 1,
    "costPerLookup": 0.03,
}


def test_vendors_are_listed_without_their_config(web):
    EnrichmentProvider.objects.filter(pk="apollo").update(config={"apiKey": "sk-secret"})
    answer = send(web, "GET", "/providers")
    assert [each["id"] for each in answer.json()] == [
        "clearbit",
        "apollo",
        "hunter",
        "zoominfo",
        "lusha",
        "rocketreach",
        "builtwith",
        "wappalyzer",
    ]
    assert set(answer.json()[0]) == {
        "id",
        "name",
        "providerType",
        "supportedFields",
        "priority",
        "costPerLookup",
        "avgLatencyMs",
        "successRate",
        "batchSupported",
        "enabled",
    }
    assert "sk-secret" not in answer.content.decode()


def test_ops_set_a_vendor_and_never_see_its_key_again(ops):
    answer = send(ops, "PUT", "/providers/apollo", APOLLO | {"config": {"apiKey": "sk-secret"}})
    assert (answer.status_code, answer.json()["costPerLookup"]) == (200, 0.03)
    assert "sk-secret" not in answer.content.decode()
    assert EnrichmentProvider.objects.get(pk="apollo").api_key == "sk-secret"


def test_a_second_account_of_a_vendor_can_be_added(ops):
    assert send(ops, "PUT", "/providers/apollo-emea", APOLLO).status_code == 200
    assert send(ops, "GET", "/health?providerId=apollo-emea").json() == [
        {
            "providerId": "apollo-emea",
            "successCount": 0,
            "failureCount": 0,
            "circuitState": "closed",
            "lastFailureAt": None,
            "lastSuccessAt": None,
        }
    ]


def test_a_nested_config_is_kept_and_a_misspelt_key_is_told(ops):
    config = {"apiKey": "sk-secret", "notes": {"owner": {"team": "ops"}, "seats": 3}}
    answer = send(ops, "PUT", "/providers/apollo", APOLLO | {"config": config})
    assert (answer.status_code, "config" in answer.json()) == (200, False)
    assert EnrichmentProvider.objects.get(pk="apollo").config["notes"] == config["notes"]
    for wrong in ({"apikey": "x"}, {"apiKey": {"value": "x"}}, {"seats": 3}):
        answer = send(ops, "PUT", "/providers/apollo", APOLLO | {"config": wrong})
        assert (answer.status_code, list(answer.json()["details"])) == (400, ["config"])


def test_a_vendor_id_of_41_letters_is_refused_by_name(web, admin):
    web.force_login(admin)
    body = {
        "name": "A",
        "providerType": "hunter",
        "supportedFields": ["email"],
        "priority": 1,
        "costPerLookup": 0,
    }
    answer = web.put(f"/api/v1/lead-intelligence/providers/{'a' * 41}", body, content_type="application/json")
    assert (answer.status_code, list(answer.json()["details"])) == (400, ["providerId"])
