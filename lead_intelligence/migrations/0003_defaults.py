"""Every organization starts with the known vendors, the default orders and a budget."""

from datetime import date
from decimal import Decimal

from django.db import migrations

PERSON = ["email", "firstName", "lastName", "phone", "title", "linkedinUrl", "seniority", "country"]
COMPANY = ["company", "industry", "companySize", "techStack"]
LEGACY = "Takes no new customers: switch it on with your own key."
# slug, name, US dollars for a look-up, asked for many leads at once, why it is off, fields
PROVIDERS = [
    ("clearbit", "Clearbit", Decimal("0.10"), False, LEGACY, [*PERSON, *COMPANY]),
    ("apollo", "Apollo", Decimal("0.02"), True, "", [*PERSON, *COMPANY, "directPhone"]),
    ("hunter", "Hunter", Decimal("0.0245"), False, "", [*PERSON, *COMPANY]),
    ("zoominfo", "ZoomInfo", Decimal("0.25"), True, "", [*PERSON, "company", "industry", "companySize", "directPhone"]),
    ("lusha", "Lusha", Decimal("0.30"), True, "", [*PERSON, "company", "industry", "companySize", "directPhone"]),
    ("rocketreach", "RocketReach", Decimal("0.33"), False, "", [*PERSON, "company", "industry", "directPhone"]),
    ("builtwith", "BuiltWith", Decimal("0.0495"), True, "", ["techStack"]),
    ("wappalyzer", "Wappalyzer", Decimal("0.03"), True, "", ["techStack"]),
]
ORDERS = {
    "email": ["clearbit", "apollo", "hunter"],
    "firstName": ["apollo", "hunter", "clearbit"],
    "lastName": ["apollo", "hunter", "clearbit"],
    "phone": ["zoominfo", "lusha", "rocketreach"],
    "company": ["clearbit", "zoominfo"],
    "title": ["clearbit", "apollo", "hunter"],
    "industry": ["clearbit", "apollo", "hunter"],
    "companySize": ["clearbit", "apollo", "hunter"],
    "linkedinUrl": ["apollo", "clearbit", "hunter"],
    "techStack": ["builtwith", "wappalyzer"],
}
LIMITS = {"day": Decimal(100), "month": Decimal(1000)}


def install(apps, schema_editor):
    Provider = apps.get_model("lead_intelligence", "EnrichmentProvider")
    Health = apps.get_model("lead_intelligence", "ProviderHealth")
    for priority, (slug, name, cost, in_bulk, off, fields) in enumerate(PROVIDERS):
        Provider.objects.create(
            slug=slug, name=name, provider_type=slug, supported_fields=fields, priority=priority,
            cost_per_lookup=cost, batch_supported=in_bulk, enabled=not off, config={}, disabled_reason=off,
        )
        Health.objects.create(provider_id=slug)
    apps.get_model("lead_intelligence", "WaterfallConfig").objects.bulk_create(
        apps.get_model("lead_intelligence", "WaterfallConfig")(field_name=field, provider_order=order)
        for field, order in ORDERS.items()
    )
    apps.get_model("lead_intelligence", "EnrichmentPolicy").objects.create(id=1)
    # Limits of a period long gone: the first period that is used takes them over.
    apps.get_model("lead_intelligence", "Budget").objects.bulk_create(
        apps.get_model("lead_intelligence", "Budget")(period=period, starts_on=date(2000, 1, 1), limit=limit)
        for period, limit in LIMITS.items()
    )


class Migration(migrations.Migration):
    dependencies = [("lead_intelligence", "0002_indexes")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
