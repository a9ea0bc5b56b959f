"""Settings of vendors and of the waterfall."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from lead_intelligence.domain.fields import Field
from lead_intelligence.models import EnrichmentProvider, ProviderHealth, WaterfallConfig
from lead_intelligence.selectors.vendors import open_account
from lead_intelligence.services.request import field_named
from lead_intelligence.vendors.base import Health
from lead_intelligence.vendors.registry import VENDORS
from mauntic.kernel.errors import Invalid, NotFound

CONFIG_KEYS = frozenset({"apiKey", "baseUrl"})
"""What every account has; a vendor's `options` come beside them."""
TEST_TIMEOUT = 10.0
LIMITS: Mapping[str, tuple[float, float]] = {
    "max_attempts": (1, 10),
    "timeout_ms": (100, 30_000),
    "min_confidence": (0, 1),
    "cache_ttl_days": (0, 365),
}
KEYS = {
    "max_attempts": "maxAttempts",
    "timeout_ms": "timeoutMs",
    "min_confidence": "minConfidence",
    "cache_ttl_days": "cacheTtlDays",
}


@transaction.atomic
def save_provider(
    *,
    slug: str,
    name: str,
    provider_type: str,
    supported_fields: Sequence[str],
    priority: int,
    cost_per_lookup: Decimal,
    batch_supported: bool = False,
    config: Mapping[str, Any] | None = None,
    enabled: bool = True,
) -> EnrichmentProvider:
    """Add or change a vendor. What `config` (`apiKey`, `baseUrl`, the type's options) leaves out stays.

    Switching on clears why the vendor was off. `Invalid` names each wrong key and what would be right.
    """
    problems = _problems(provider_type, supported_fields, priority, cost_per_lookup)
    if said := _config_problem(provider_type, config or {}):
        problems["config"] = said
    if not name.strip():
        problems["name"] = "Give the vendor a name."
    if problems:
        raise Invalid(problems)
    before = EnrichmentProvider.objects.select_for_update().filter(pk=slug).first()
    values: dict[str, Any] = {
        "name": name.strip(),
        "provider_type": provider_type,
        "supported_fields": list(dict.fromkeys(supported_fields)),
        "priority": priority,
        "cost_per_lookup": cost_per_lookup,
        "batch_supported": batch_supported,
        "config": {**(before.config if before else {}), **(config or {})},
        "enabled": enabled,
        "disabled_reason": "" if enabled else (before.disabled_reason if before else ""),
    }
    provider, _ = EnrichmentProvider.objects.update_or_create(pk=slug, defaults=values)
    ProviderHealth.objects.get_or_create(provider=provider)
    return provider


@transaction.atomic
def save_waterfall(*, field_name: str, provider_order: Sequence[str], **numbers: Any) -> WaterfallConfig:
    """Set how a field is looked for; of `numbers` (named as in WaterfallConfig) those left out stay.

    `Invalid` for an unknown field or vendor, a new order that names one that is switched off, or a number out
    of its range.
    """
    field = field_named(field_name, key="fieldName")
    config = WaterfallConfig.objects.select_for_update().filter(field_name=field).first() or WaterfallConfig(
        field_name=field, provider_order=[]
    )
    problems = _number_problems(numbers)
    if said := _order_problem(provider_order, field, config.provider_order):
        problems["providerOrder"] = said
    if problems:
        raise Invalid(problems)
    config.provider_order = list(provider_order)
    for name, value in numbers.items():
        setattr(config, name, value)
    config.save()
    return config


def check_provider(*, slug: str) -> Health:
    """Ask the vendor's free endpoint with the stored key, without counting it anywhere."""
    provider = EnrichmentProvider.objects.select_related("health").filter(pk=slug).first()
    if provider is None:
        raise NotFound(f"There is no vendor “{slug}”.")
    if not provider.api_key:
        raise Invalid({"apiKey": f"Enter the key of {provider.name} first."})
    health = open_account(provider).vendor.check_health(TEST_TIMEOUT)
    if health is None:
        raise NotFound(
            f"{provider.name} has no free endpoint to test a key with. The first look-up will show."
        )
    return health


def _problems(
    provider_type: str,
    supported_fields: Sequence[str],
    priority: int,
    cost_per_lookup: Decimal,
) -> dict[str, str]:
    problems: dict[str, str] = {}
    if provider_type not in VENDORS:
        problems["providerType"] = (
            f"There is no adapter “{provider_type}”. Choose one of {', '.join(VENDORS)}."
        )
    if unknown := [name for name in supported_fields if name not in set(Field)]:
        problems["supportedFields"] = f"Unknown: {', '.join(unknown)}. Choose of {', '.join(Field)}."
    if not supported_fields:
        problems["supportedFields"] = "Name at least one field."
    if priority < 0:
        problems["priority"] = "A priority is not negative; 0 comes first."
    if cost_per_lookup < 0:
        problems["costPerLookup"] = "A cost is not negative; use 0 for a free vendor."
    return problems


def _config_problem(provider_type: str, config: Mapping[str, Any]) -> str:
    """What is wrong with an account's config; empty when nothing is."""
    known = CONFIG_KEYS | set(VENDORS[provider_type].options if provider_type in VENDORS else ())
    if unknown := sorted(set(config) - known):
        return f"Unknown: {', '.join(unknown)}. Known: {', '.join(sorted(known))}."
    if not _is_url(str(config.get("baseUrl", ""))):
        return "baseUrl must be an address such as https://api.vendor.com/v1."
    return ""


def _is_url(text: str) -> bool:
    if not text:
        return True
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username


def _order_problem(order: Sequence[str], field: Field, before: Sequence[str]) -> str:
    """What is wrong with an order of vendors; empty when nothing is."""
    if not order:
        return "Name at least one vendor."
    if len(set(order)) < len(order):
        return "Name each vendor once."
    known = EnrichmentProvider.objects.in_bulk(list(order))
    if unknown := [slug for slug in order if slug not in known]:
        have = ", ".join(EnrichmentProvider.objects.values_list("slug", flat=True))
        return f"There is no vendor {', '.join(unknown)}. Choose of {have}."
    if unable := [slug for slug in order if field not in known[slug].fields]:
        return f"{', '.join(unable)} does not give {field}."
    # Who changes a number only is not made to mend an order whose vendor was switched off since.
    off = [slug for slug in order if not known[slug].enabled]
    if off and list(order) != list(before):
        return f"{', '.join(off)} is switched off. Switch it on first, or leave it out."
    return ""


def _number_problems(numbers: Mapping[str, Any]) -> dict[str, str]:
    if unknown := sorted(set(numbers) - set(LIMITS) - {"max_cost_per_lead"}):
        raise TypeError(f"save_waterfall takes no {', '.join(unknown)}.")
    problems = {
        KEYS[name]: f"Use {low:g} to {high:g}."
        for name, (low, high) in LIMITS.items()
        if name in numbers and not low <= numbers[name] <= high
    }
    cap = numbers.get("max_cost_per_lead")
    if cap is not None and cap < 0:
        problems["maxCostPerLead"] = "A cap is not negative; leave it empty for none."
    return problems
