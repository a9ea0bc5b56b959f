from lead_intelligence.vendors.adapters.registry import VENDORS
from lead_intelligence.vendors.models import EnrichmentProvider


def test_every_vendor_has_a_row_that_says_of_it_what_the_adapter_does_in_the_same_order(acme):
    rows = {
        row.slug: (row.fields, row.cost_per_lookup, row.batch_supported, row.enabled, row.provider_type)
        for row in EnrichmentProvider.objects.all()
    }
    assert list(rows) == list(VENDORS)
    assert rows == {
        slug: (
            vendor.supported_fields,
            vendor.default_cost,
            vendor.batch_size > 1,
            vendor.enabled_by_default,
            slug,
        )
        for slug, vendor in VENDORS.items()
    }
