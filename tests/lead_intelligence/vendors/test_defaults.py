from lead_intelligence.models import EnrichmentProvider
from lead_intelligence.vendors.registry import VENDORS


def test_a_new_organization_knows_its_vendors_as_their_adapters_are(acme):
    rows = EnrichmentProvider.objects.order_by("priority")
    assert [
        (row.slug, set(row.supported_fields), row.cost_per_lookup, row.batch_supported, row.enabled)
        for row in rows
    ] == [
        (
            slug,
            {field.value for field in vendor.supported_fields},
            vendor.default_cost,
            vendor.batch_size > 1,
            vendor.enabled_by_default,
        )
        for slug, vendor in VENDORS.items()
    ]
