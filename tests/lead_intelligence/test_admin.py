import pytest
from django.test import Client

from lead_intelligence.enrichment.models.blocks import ProcessingBlock
from lead_intelligence.enrichment.services import batches
from lead_intelligence.learning.models import WaterfallChange
from lead_intelligence.provenance.services import reversals
from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.vendors.services import health
from lead_intelligence.waterfall.models import WaterfallConfig
from tests.conftest import ACME_HOST
from tests.factories.lead_intelligence import connect_vendor, make_lead

ROOT = "/admin/lead_intelligence/"
SECRET = "sk-never-shown"


@pytest.fixture
def office(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def test_the_administration_shows_a_vendor_without_its_key(office):
    EnrichmentProvider.objects.filter(pk="apollo").update(config={"apiKey": SECRET})
    for path in ("", "apollo/change/"):
        page = office.get(f"{ROOT}enrichmentprovider/{path}")
        assert (page.status_code, SECRET in page.content.decode()) == (200, False)


@pytest.mark.parametrize(
    "name",
    [
        "waterfallconfig",
        "budget",
        "enrichmentjob",
        "enrichmentbatch",
        "enrichmentpolicy",
        "vendorcall",
        "fieldwrite",
        "healthcheck",
        "processingblock",
        "reversal",
        "waterfallchange",
    ],
)
def test_the_administration_lists_what_services_wrote(office, admin, sandbox, enrich, name):
    connect_vendor(sandbox, "apollo")
    lead = make_lead()
    enrich(lead, "title")
    health.check_providers()
    reversals.revert(contact_id=lead.pk, field="title", by=admin)
    batches.request_batch(contact_ids=[lead.pk], label="Again")
    config = WaterfallConfig.objects.get(field_name="email")
    WaterfallChange.objects.create(config=config, before={}, after={}, reason="Saves 31%")
    ProcessingBlock.objects.create(subject="digest", contact=lead, provider="hunter")
    assert office.get(f"{ROOT}{name}/").status_code == 200
    assert office.get(f"{ROOT}{name}/add/").status_code == 403
