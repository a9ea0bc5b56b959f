"""Every organization starts with the known vendors, the default orders and a budget."""

from datetime import date
from decimal import Decimal

from django.db import migrations

PERSON = ["email", "firstName", "lastName", "phone", "title", "linkedinUrl", "seniority", "country"]
COMPANY = ["company", "industry", "companySize", "techStack"]
# slug, name, US dollars for a look-up, enabled, fields beyond those that all give
PROVIDERS = [
    ("clearbit", "Clearbit", Decimal("0.10"), False, []),
    ("apollo", "Apollo", Decimal("0.02"), True, ["directPhone"]),
    ("hunter", "Hunter", Decimal("0.0245"), True, []),
]
ORDERS = {
    "email": ["clearbit", "apollo", "hunter"],
    "firstName": ["apollo", "hunter", "clearbit"],
    "lastName": ["apollo", "hunter", "clearbit"],
    "phone": ["apollo", "clearbit", "hunter"],
    "company": ["clearbit", "apollo", "hunter"],
    "title": ["clearbit", "apollo", "hunter"],
    "industry": ["clearbit", "apollo", "hunter"],
    "companySize": ["clearbit", "apollo", "hunter"],
    "linkedinUrl": ["apollo", "clearbit", "hunter"],
    "techStack": ["clearbit", "apollo", "hunter"],
}
LIMITS = {"day": Decimal(100), "month": Decimal(1000)}


def install(apps, schema_editor):
    Provider = apps.get_model("lead_intelligence", "EnrichmentProvider")
    Health = apps.get_model("lead_intelligence", "ProviderHealth")
    for priority, (slug, name, cost, enabled, extra) in enumerate(PROVIDERS):
        Provider.objects.create(
            slug=slug, name=name, provider_type=slug, supported_fields=[*PERSON, *COMPANY, *extra],
            priority=priority, cost_per_lookup=cost, enabled=enabled, config={},
            disabled_reason="" if enabled else "Takes no new customers: switch it on with your own key.",
        )
        Health.objects.create(provider_id=slug)
    apps.get_model("lead_intelligence", "WaterfallConfig").objects.bulk_create(
        apps.get_model("lead_intelligence", "WaterfallConfig")(field_name=field, provider_order=order)
        for field, order in ORDERS.items()
    )
    # Limits of a period long gone: the first period that is used takes them over.
    apps.get_model("lead_intelligence", "Budget").objects.bulk_create(
        apps.get_model("lead_intelligence", "Budget")(period=period, starts_on=date(2000, 1, 1), limit=limit)
        for period, limit in LIMITS.items()
    )


class Migration(migrations.Migration):
    dependencies = [("lead_intelligence", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
