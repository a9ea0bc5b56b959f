"""The demo's accounts with the sandbox vendors."""

import pytest

from demo import vendors
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.vendors.selectors.accounts import open_accounts

ADA = Subject(email="ada@firm.example")


@pytest.mark.usefixtures("acme")
def test_every_vendor_of_the_demo_answers_at_the_sandbox(sandbox, monkeypatch):
    monkeypatch.setattr(vendors, "SCHEMA", "acme")
    vendors.connect(port=int(sandbox.url.rpartition(":")[2]))
    assert set(EnrichmentProvider.objects.values_list("enabled", flat=True)) == {True}
    asked = {slug: account.vendor.look_up(ADA, timeout=5) for slug, account in open_accounts().items()}
    assert [slug for slug, answer in asked.items() if not answer.outcome.is_hit] == []
