"""The vendors that an organization starts with."""

from decimal import Decimal

from lead_intelligence.vendors.adapters.registry import VENDORS as ADAPTERS
from lead_intelligence.vendors.models import EnrichmentProvider

# slug -> (place, US dollars for a look-up, asked for many at once, switched on)
VENDORS = {
    "clearbit": (0, Decimal("0.10"), False, False),
    "apollo": (1, Decimal("0.02"), True, True),
    "hunter": (2, Decimal("0.0245"), False, True),
    "zoominfo": (3, Decimal("0.25"), True, True),
    "lusha": (4, Decimal("0.30"), True, True),
    "rocketreach": (5, Decimal("0.33"), False, True),
    "builtwith": (6, Decimal("0.0495"), True, True),
    "wappalyzer": (7, Decimal("0.03"), True, True),
}


def test_vendors_start_with_their_prices_and_places(acme):
    names = ("slug", "priority", "cost_per_lookup", "batch_supported", "enabled")
    rows = EnrichmentProvider.objects.values_list(*names)
    assert {slug: tuple(rest) for slug, *rest in rows} == VENDORS


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
        for slug, vendor in ADAPTERS.items()
    ]
