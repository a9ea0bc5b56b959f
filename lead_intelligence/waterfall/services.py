"""Save the waterfall."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lead_intelligence.leads.domain.fields import Field, field_named
from lead_intelligence.leads.labels import in_words
from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.waterfall.models import WaterfallConfig
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid

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
def save_waterfall(*, field_name: str, provider_order: Sequence[str], **numbers: Any) -> WaterfallConfig:
    """Set the waterfall of a field.

    Args:
        field_name: the name of a field, such as `email`.
        provider_order: slugs of vendors, each once.
        numbers: named as in `WaterfallConfig`; those that are left out are kept.

    Returns: the waterfall.

    Raises: `Invalid` for an unknown field or vendor, a changed order with a disabled vendor, or a number out
    of range.
    """
    field = field_named(field_name, key="fieldName")
    config = WaterfallConfig.objects.select_for_update().filter(field_name=field).first() or WaterfallConfig(
        field_name=field, provider_order=[]
    )
    problems = _number_problems(numbers)
    if problem := _order_problem(provider_order, field, config.provider_order):
        problems["providerOrder"] = problem
    if problems:
        raise Invalid(problems)
    config.provider_order = list(provider_order)
    for name, value in numbers.items():
        setattr(config, name, value)
    config.save()
    return config


def _order_problem(order: Sequence[str], field: Field, before: Sequence[str]) -> str:
    """Return what is wrong with an order of vendors; empty if nothing."""
    if not order:
        return _("Select at least one vendor.")
    if len(set(order)) < len(order):
        return _("Select each vendor only once.")
    known = EnrichmentProvider.objects.in_bulk(list(order))
    if unknown := [slug for slug in order if slug not in known]:
        have = ", ".join(EnrichmentProvider.objects.values_list("slug", flat=True))
        return _("Unknown vendor: {names}. Use one of {known}.").format(names=", ".join(unknown), known=have)
    if unable := [slug for slug in order if field not in known[slug].fields]:
        text = _("Remove {names}: this vendor does not support {field}.")
        return text.format(names=", ".join(unable), field=in_words([field]))
    # A change of a number must not fail because a vendor of the order was disabled since.
    off = [slug for slug in order if not known[slug].enabled]
    if off and list(order) != list(before):
        return _("Enable or remove {names}: this vendor is disabled.").format(names=", ".join(off))
    return ""


def _number_problems(numbers: Mapping[str, Any]) -> dict[str, str]:
    if unknown := sorted(set(numbers) - set(LIMITS) - {"max_cost_per_lead"}):
        raise TypeError(f"save_waterfall takes no {', '.join(unknown)}.")
    problems = {
        KEYS[name]: _("Enter a value from {low} to {high}.").format(low=number(low, 2), high=number(high, 2))
        for name, (low, high) in LIMITS.items()
        if name in numbers and not low <= numbers[name] <= high
    }
    cap = numbers.get("max_cost_per_lead")
    if cap is not None and cap < 0:
        problems["maxCostPerLead"] = _("Enter 0 or more, or leave the cap empty for no cap.")
    return problems
