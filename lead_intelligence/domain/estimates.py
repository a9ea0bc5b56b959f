"""What looking for some fields of a lead may cost, before anybody is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.waterfall import ProviderState, Rule

UNKNOWN_HIT_RATE = 0.5
"""Of a vendor that was never asked for a field."""

HitRates = Mapping[tuple[str, Field], float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """Of one lead: calls and money (US dollars) that are likely, and the most that can be spent."""

    calls: float = 0.0
    likely: Decimal = Decimal(0)
    most: Decimal = Decimal(0)


def estimate(
    rules: Sequence[Rule], providers: Mapping[str, ProviderState], hit_rates: HitRates | None = None
) -> Estimate:
    """Of a lead that lacks the fields of `rules`. Kept answers, which cost nothing, are not counted on."""
    usable = {slug: state for slug, state in providers.items() if not state.unavailable}
    odds = _odds_of_asking(rules, usable, hit_rates or {})
    likely = sum((usable[slug].cost * Decimal(str(share)) for slug, share in odds.items()), Decimal(0))
    most = _most(rules, usable)
    return Estimate(sum(odds.values()), min(likely, most), most)


def _odds_of_asking(
    rules: Sequence[Rule], usable: Mapping[str, ProviderState], hit_rates: HitRates
) -> dict[str, float]:
    """How likely each vendor is called: as likely as it is that a field before it is still missing."""
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
                    missing[field] *= 1 - odds[slug] * rate
    return odds


def _most(rules: Sequence[Rule], usable: Mapping[str, ProviderState]) -> Decimal:
    """Every vendor of every order, once; no more than the highest cap where each field has one."""
    slugs = {slug for rule in rules for slug in _askable(rule, usable)}
    total = sum((usable[slug].cost for slug in slugs), Decimal(0))
    caps = [rule.max_cost for rule in rules if _askable(rule, usable)]
    highest = max((cap for cap in caps if cap is not None), default=total)
    return total if None in caps else min(total, highest)


def _askable(rule: Rule, usable: Mapping[str, ProviderState]) -> list[str]:
    """The vendors of a field's order that can be asked for it."""
    return [slug for slug in rule.order if slug in usable and rule.field in usable[slug].supports]
