"""The form of a field's waterfall."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.waterfall.models import WaterfallConfig
from mauntic.kernel.errors import Invalid

POSITIONS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
NUMBERS = ("max_attempts", "timeout_ms", "min_confidence", "cache_ttl_days", "max_cost_per_lead")
SELECT, INPUT = "form-select form-select-sm w-auto", "form-control form-control-sm num"


class WaterfallForm(forms.Form):
    """The waterfall of one field: a vendor for each position of the order, and the numbers."""

    max_attempts = forms.IntegerField(label=_("Attempts"), min_value=1, max_value=10)
    timeout_ms = forms.IntegerField(label=_("Timeout (ms)"), min_value=100, max_value=30_000)
    min_confidence = forms.FloatField(label=_("Minimum confidence"), min_value=0, max_value=1)
    cache_ttl_days = forms.IntegerField(label=_("Cache (days)"), min_value=0, max_value=365)
    max_cost_per_lead = forms.DecimalField(
        label=_("Cap per lead (USD)"), required=False, min_value=0, max_digits=10, decimal_places=4
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        config: WaterfallConfig,
        providers: Sequence[EnrichmentProvider],
    ) -> None:
        order = dict(zip(POSITIONS, config.provider_order, strict=False))
        initial = order | {name: getattr(config, name) for name in NUMBERS}
        super().__init__(data, initial=initial, prefix=config.field_name)
        self.config = config
        able = [(each.slug, each.name) for each in providers if config.field_name in each.supported_fields]
        for position in POSITIONS[: len(able)]:
            self.fields[position] = forms.ChoiceField(choices=[("", "–"), *able], required=False)
        for name, field in self.fields.items():
            chosen = name in POSITIONS
            field.widget.attrs |= {"class": SELECT} if chosen else {"class": INPUT, "step": "any"}
            label = _("vendor {place}").format(place=POSITIONS.index(name) + 1) if chosen else field.label
            field.widget.attrs["aria-label"] = f"{config}: {label}"
        self.count = len(config.provider_order)

    @property
    def positions(self) -> list[forms.BoundField]:
        """Return the fields of the order."""
        return [self[position] for position in POSITIONS if position in self.fields]

    @property
    def taken(self) -> list[forms.BoundField]:
        """Return the positions that a vendor had when the page was rendered."""
        return self.positions[: self.count]

    @property
    def free(self) -> list[forms.BoundField]:
        """Return the positions where vendors can be added."""
        return self.positions[self.count :]

    @property
    def numbers(self) -> list[forms.BoundField]:
        """Return the fields of the numbers."""
        return [self[name] for name in NUMBERS]

    def values(self) -> dict[str, Any]:
        """Return the entered values for `save_waterfall`."""
        entered = self.cleaned_data
        order = [entered[position] for position in POSITIONS if entered.get(position)]
        return {
            "field_name": self.config.field_name,
            "provider_order": order,
            **{name: entered[name] for name in NUMBERS},
        }

    def refuse(self, error: Invalid) -> None:
        """Show the errors of the service."""
        for problem in error.fields.values():
            self.add_error(None, problem)
