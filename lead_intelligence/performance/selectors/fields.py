"""Hit rates of vendors by field."""

from collections.abc import Sequence
from dataclasses import dataclass

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.labels import label_of
from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.waterfall.selectors.hit_rates import (
    FieldFigures,
    HitRate,
    field_figures,
    vendor_hit_rates,
)
from lead_intelligence.waterfall.selectors.rules import waterfalls

NEVER = HitRate(0, 0)


@dataclass(frozen=True, slots=True)
class FieldOverview:
    """A field in the last month: the vendors of its waterfall, and the hit rate of each vendor in the table.

    A rate is None if the vendor does not support the field.
    """

    field: Field
    label: str
    order: Sequence[EnrichmentProvider]
    figures: FieldFigures
    rates: Sequence[HitRate | None]


@dataclass(frozen=True, slots=True)
class FieldTable:
    """Fields as rows, vendors (called or ready) as columns."""

    vendors: Sequence[EnrichmentProvider]
    rows: Sequence[FieldOverview]


def field_table() -> FieldTable:
    """Return all fields; a constant number of queries."""
    providers = {each.slug: each for each in EnrichmentProvider.objects.all()}
    rates, figures = vendor_hit_rates(), field_figures()
    asked = {slug for slug, _ in rates}
    columns = [each for each in providers.values() if each.slug in asked or (each.enabled and each.api_key)]
    rows = [
        FieldOverview(
            field=(field := Field(config.field_name)),
            label=label_of(field),
            order=[providers[slug] for slug in config.provider_order if slug in providers],
            figures=figures[field],
            rates=[
                rates.get((each.slug, field), NEVER if field in each.fields else None) for each in columns
            ],
        )
        for config in waterfalls()
    ]
    return FieldTable(columns, rows)
