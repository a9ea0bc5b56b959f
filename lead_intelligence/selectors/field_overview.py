"""What the vendors give, field by field."""

from collections.abc import Sequence
from dataclasses import dataclass

from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.values import LABELS
from lead_intelligence.models import EnrichmentProvider
from lead_intelligence.selectors.hit_rates import FieldFigures, HitRate, field_figures, hit_rates
from lead_intelligence.selectors.settings import waterfalls

NEVER = HitRate(0, 0)


@dataclass(frozen=True, slots=True)
class FieldOverview:
    """A field over the last month: the vendors in their order, and the hit rate of each column's vendor.

    A rate is None where the vendor does not give the field.
    """

    field: Field
    label: str
    order: Sequence[EnrichmentProvider]
    figures: FieldFigures
    rates: Sequence[HitRate | None]


@dataclass(frozen=True, slots=True)
class FieldTable:
    """Fields as rows, vendors as columns: those that were asked, or could be."""

    vendors: Sequence[EnrichmentProvider]
    rows: Sequence[FieldOverview]


def field_table() -> FieldTable:
    """All fields, in a constant number of queries."""
    providers = {each.slug: each for each in EnrichmentProvider.objects.all()}
    rates, figures = hit_rates(), field_figures()
    asked = {slug for slug, _ in rates}
    columns = [each for each in providers.values() if each.slug in asked or (each.enabled and each.api_key)]
    rows = [
        FieldOverview(
            field=(field := Field(config.field_name)),
            label=LABELS[field],
            order=[providers[slug] for slug in config.provider_order if slug in providers],
            figures=figures[field],
            rates=[
                rates.get((each.slug, field), NEVER if field in each.fields else None) for each in columns
            ],
        )
        for config in waterfalls()
    ]
    return FieldTable(columns, rows)
