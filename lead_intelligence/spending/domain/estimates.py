"""Estimated cost of a lookup."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.waterfall.domain import Rule

UNKNOWN_HIT_RATE = 0.5
"""The hit rate of a vendor that was never called for a field."""

HitRates = Mapping[tuple[str, Field], float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """Likely calls and cost for one lead, and the maximum cost (US dollars)."""

    calls: float = 0.0
    likely: Decimal = Decimal(0)
    most: Decimal = Decimal(0)


def estimate(
    rules: Sequence[Rule], providers: Mapping[str, ProviderState], hit_rates: HitRates | None = None
) -> Estimate:
    """Estimate the cost for a lead that lacks the fields of `rules`. Cached values are not considered."""
    usable = {slug: state for slug, state in providers.items() if not state.unavailable}
    odds = _odds_of_asking(rules, usable, hit_rates or {})
    likely = sum((usable[slug].cost * Decimal(str(share)) for slug, share in odds.items()), Decimal(0))
    most = _most(rules, usable)
    return Estimate(sum(odds.values()), min(likely, most), most)


def _odds_of_asking(
    rules: Sequence[Rule], usable: Mapping[str, ProviderState], hit_rates: HitRates
) -> dict[str, float]:
    """Return the probability that each vendor is called: that a field is still missing by then."""
    missing = {rule.field: 1.0 for rule in rules}
    odds: dict[str, float] = {}
    for rule in rules:
        for slug in _askable(rule, usable)[: rule.max_attempts]:
            if slug in odds or not missing[rule.field]:
                continue
            odds[slug] = missing[rule.field]
            for field in missing:
                if field in usable[slug].supports:
                    rate = hit_rates.get((slug, field), UNKNOWN_HIT_RATE)
                    # As long as this field is missing, its next vendor is called for certain. The other
                    # fields profit only if the call is made.
                    called = 1.0 if field is rule.field else odds[slug]
                    missing[field] *= 1 - called * rate
    return odds


def _most(rules: Sequence[Rule], usable: Mapping[str, ProviderState]) -> Decimal:
    """Return the price of all vendors, each once; at most the highest cap if each field has a cap."""
    slugs = {slug for rule in rules for slug in _askable(rule, usable)}
    total = sum((usable[slug].cost for slug in slugs), Decimal(0))
    caps = [rule.max_cost for rule in rules if _askable(rule, usable)]
    highest = max((cap for cap in caps if cap is not None), default=total)
    return total if None in caps else min(total, highest)


def _askable(rule: Rule, usable: Mapping[str, ProviderState]) -> list[str]:
    """Return the vendors of a field's order that support it."""
    return [slug for slug in rule.order if slug in usable and rule.field in usable[slug].supports]
