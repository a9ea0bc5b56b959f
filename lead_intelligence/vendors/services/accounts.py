"""Settings of vendors."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.vendors.adapters.base import Health
from lead_intelligence.vendors.adapters.registry import VENDORS
from lead_intelligence.vendors.models import EnrichmentProvider, ProviderHealth
from lead_intelligence.vendors.selectors.accounts import open_account
from mauntic.kernel.errors import Invalid, NotFound
from mauntic.kernel.http import origin_of

CONFIG_KEYS = frozenset({"apiKey", "baseUrl"})
"""Keys of every account, apart from the `options` of the vendor."""
TEST_TIMEOUT = 10.0
LONGEST_ID = 40


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
    """Create or update a vendor. Enabling it clears the reason why it was disabled.

    A stored API key is sent only to the hosts it was entered for: if an address in `config` (or the type) has
    another origin and no `apiKey` is given, the key is removed and must be entered again.

    Args:
        cost_per_lookup: US dollars.
        config: `apiKey`, `baseUrl` and the options of the type. Keys that are left out are kept.
            Objects under other keys are stored and not used.

    Raises: `Invalid` with a problem for each wrong key.
    """
    problems = _problems(provider_type, supported_fields, priority, cost_per_lookup)
    if problem := _config_problem(provider_type, config or {}):
        problems["config"] = problem
    if not name.strip():
        problems["name"] = _("Enter a name.")
    if len(slug) > LONGEST_ID:
        problems["providerId"] = _("Enter at most {count} characters.").format(count=LONGEST_ID)
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
        "config": _merged(before, provider_type, config or {}),
        "enabled": enabled,
        "disabled_reason": "" if enabled else (before.disabled_reason if before else ""),
    }
    provider, _created = EnrichmentProvider.objects.update_or_create(pk=slug, defaults=values)
    ProviderHealth.objects.get_or_create(provider=provider)
    return provider


def check_provider(*, slug: str) -> Health:
    """Call the vendor's free endpoint with the stored key. The call is not recorded.

    Args:
        slug: the slug of the vendor.

    Returns: the outcome, and the credits left if the vendor reports them.

    Raises: `NotFound` for an unknown vendor or one without a free endpoint, `Invalid` without a key.
    """
    provider = EnrichmentProvider.objects.select_related("health").filter(pk=slug).first()
    if provider is None:
        raise NotFound(_('Unknown vendor "{slug}".').format(slug=slug))
    if not provider.api_key:
        raise Invalid({"apiKey": _("Enter the API key of {vendor} first.").format(vendor=provider.name)})
    health = open_account(provider).vendor.check_health(TEST_TIMEOUT)
    if health is None:
        raise NotFound(
            _("{vendor} has no free endpoint to test the key. The first lookup tests it.").format(
                vendor=provider.name
            )
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
        problems["providerType"] = _('Unknown provider type "{type}". Use one of {known}.').format(
            type=provider_type, known=", ".join(VENDORS)
        )
    if unknown := [name for name in supported_fields if name not in set(Field)]:
        text = _("Unknown field: {names}. Use {known}.")
        problems["supportedFields"] = text.format(names=", ".join(unknown), known=", ".join(Field))
    if not supported_fields:
        problems["supportedFields"] = _("Enter at least one field.")
    if priority < 0:
        problems["priority"] = _("Enter a priority of 0 (first) or more.")
    if cost_per_lookup < 0:
        problems["costPerLookup"] = _("Enter a cost of 0 (free) or more.")
    return problems


def _config_problem(provider_type: str, config: Mapping[str, Any]) -> str:
    """Return what is wrong with a config; empty if nothing."""
    known = CONFIG_KEYS | set(VENDORS[provider_type].options if provider_type in VENDORS else ())
    if wrong := sorted(name for name in known & set(config) if not isinstance(config[name], str)):
        return _("{key} must be a string.").format(key=wrong[0])
    # A client may store objects of its own. A single value may be a misspelled key.
    if unknown := sorted(name for name in set(config) - known if not isinstance(config[name], dict)):
        text = _("Unknown key: {names}. Use {known}.")
        return text.format(names=", ".join(unknown), known=", ".join(sorted(known)))
    addresses = ["baseUrl", *(VENDORS[provider_type].address_options if provider_type in VENDORS else ())]
    if wrong := [name for name in addresses if not _is_url(str(config.get(name) or ""))]:
        return _("{key} must be a URL such as https://api.vendor.com/v1.").format(key=wrong[0])
    return ""


def _merged(
    before: EnrichmentProvider | None, provider_type: str, config: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the stored config with the new values, without the API key if the origin changes."""
    if before is None:
        return dict(config)
    merged = {**before.config, **config}
    known = _origins(before.provider_type, before.config)
    if not config.get("apiKey") and not _origins(provider_type, merged) <= known:
        merged.pop("apiKey", None)
    return merged


def _origins(provider_type: str, config: Mapping[str, Any]) -> set[tuple[str, str, int | None]]:
    """Return the origins that are sent the account's key."""
    vendor = VENDORS.get(provider_type)
    addresses = {str(config.get("baseUrl") or "") or (vendor.default_base_url if vendor else "")}
    options = vendor.address_options if vendor else {}
    addresses |= {str(config.get(name) or documented) for name, documented in options.items()}
    return {origin_of(address) for address in addresses if address}


def _is_url(text: str) -> bool:
    if not text:
        return True
    try:
        scheme, host, _ = origin_of(text)
    except ValueError:
        return False
    return scheme in {"http", "https"} and bool(host) and not urlsplit(text).username
