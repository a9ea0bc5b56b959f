"""The page of a vendor."""

from decimal import Decimal

import pytest

from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.vendors.services import accounts
from tests.factories.lead_intelligence import connect_vendor

ACCOUNT = {
    "slug": "apollo",
    "name": "Apollo",
    "provider_type": "apollo",
    "supported_fields": ["email", "title"],
    "priority": 1,
    "cost_per_lookup": Decimal("0.02"),
}
SECRET = "sk-never-shown"
APOLLO = "/lead-intelligence/providers/apollo/"


def test_a_changed_host_asks_for_the_key_again_on_the_page(client_of):
    accounts.save_provider(**ACCOUNT, config={"apiKey": SECRET})
    form = {"name": "Apollo", "cost_per_lookup": "0.02", "base_url": "https://collector.example"}

    page = client_of("ops").post("/lead-intelligence/providers/apollo/", form, follow=True)

    assert "The API key was removed, because the URL has another host." in page.content.decode()
    assert "No key stored." in page.content.decode()
    assert EnrichmentProvider.objects.get(pk="apollo").api_key == ""


def test_ops_set_a_key_that_is_never_shown_again(ops):
    form = {"name": "Apollo", "api_key": SECRET, "base_url": "", "cost_per_lookup": "0.03", "enabled": "on"}
    answer = ops.post(APOLLO, form, follow=True)
    assert "Apollo saved." in answer.content.decode()
    assert SECRET not in answer.content.decode()
    assert "A value is stored." in ops.get(APOLLO).content.decode()
    assert ops.post(APOLLO, form | {"api_key": "", "name": "Apollo EMEA"}).status_code == 302
    provider = EnrichmentProvider.objects.get(pk="apollo")
    assert (provider.api_key, provider.name) == (SECRET, "Apollo EMEA")


def test_a_wrong_vendor_is_shown_again_with_what_is_wrong(ops):
    answer = ops.post(APOLLO, {"name": "Apollo", "cost_per_lookup": "-1", "api_key": SECRET})
    assert answer.status_code == 422
    assert "greater than or equal to 0" in answer.content.decode()
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize(
    ("key", "said"), [("", "The key works. Response time: "), ("wrong", "The key does not work: ")]
)
def test_a_connection_can_be_tested(ops, sandbox, key, said):
    connect_vendor(sandbox, "apollo")
    if key:
        config = {"apiKey": key, "baseUrl": sandbox.base_url("apollo")}
        EnrichmentProvider.objects.filter(pk="apollo").update(config=config)
    assert said in ops.post(f"{APOLLO}test/", follow=True).content.decode()
    assert sandbox.stats("apollo")["calls"] == 0


def test_testing_without_a_key_says_what_to_do(ops):
    assert "Enter the API key of Apollo first." in ops.post(f"{APOLLO}test/", follow=True).content.decode()
