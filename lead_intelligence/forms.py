"""Forms of the enrichment settings."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from lead_intelligence.models import EnrichmentProvider, WaterfallConfig
from mauntic.kernel.errors import Invalid

PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
NUMBERS = ("max_attempts", "timeout_ms", "min_confidence", "cache_ttl_days", "max_cost_per_lead")

KEY_STORED = "A key is stored. Leave this empty to keep it."
SELECT, INPUT = "form-select form-select-sm w-auto", "form-control form-control-sm num"


class ProviderForm(forms.Form):
    """A vendor's account. The key is written and never read back."""

    name = forms.CharField(max_length=100)
    api_key = forms.CharField(
        label="API key",
        required=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    base_url = forms.URLField(
        label="Address",
        required=False,
        assume_scheme="https",
        help_text="Leave it empty for the vendor's own; set it for a proxy or a sandbox.",
    )
    cost_per_lookup = forms.DecimalField(
        label="Cost of a look-up (USD)", min_value=0, max_digits=10, decimal_places=4
    )
    enabled = forms.BooleanField(label="Ask this vendor", required=False)

    # What the services call these fields.
    KEYS: Mapping[str, str] = {"costPerLookup": "cost_per_lookup", "config": "base_url"}

    def __init__(self, data: QueryDict | None = None, *, provider: EnrichmentProvider) -> None:
        initial = {
            "name": provider.name,
            "base_url": provider.base_url,
            "cost_per_lookup": provider.cost_per_lookup,
            "enabled": provider.enabled,
        }
        super().__init__(data, initial=initial)
        self.provider = provider
        self.fields["api_key"].help_text = KEY_STORED if provider.api_key else "No key is stored yet."

    def values(self) -> dict[str, Any]:
        """What was entered, for `save_provider`; what is not on the form stays."""
        provider, entered = self.provider, self.cleaned_data
        config = {"baseUrl": entered["base_url"]}
        if entered["api_key"]:
            config["apiKey"] = entered["api_key"]
        return {
            "slug": provider.slug,
            "name": entered["name"],
            "provider_type": provider.provider_type,
            "supported_fields": provider.supported_fields,
            "priority": provider.priority,
            "cost_per_lookup": entered["cost_per_lookup"],
            "batch_supported": provider.batch_supported,
            "config": config,
            "enabled": entered["enabled"],
        }

    def refuse(self, error: Invalid) -> None:
        """Show what the service refused beside the fields."""
        for key, said in error.fields.items():
            name = self.KEYS.get(key, key)
            self.add_error(name if name in self.fields else None, said)


class BudgetForm(forms.Form):
    """What may be spent; empty is no limit."""

    day = forms.DecimalField(
        label="A day (USD)", required=False, min_value=0, max_digits=12, decimal_places=2
    )
    month = forms.DecimalField(
        label="A month (USD)", required=False, min_value=0, max_digits=12, decimal_places=2
    )


class WaterfallForm(forms.Form):
    """How one field is looked for: a vendor for each place of the order, and the numbers."""

    max_attempts = forms.IntegerField(label="Attempts", min_value=1, max_value=10)
    timeout_ms = forms.IntegerField(label="Time limit (ms)", min_value=100, max_value=30_000)
    min_confidence = forms.FloatField(label="Least confidence", min_value=0, max_value=1)
    cache_ttl_days = forms.IntegerField(label="Days in the cache", min_value=0, max_value=365)
    max_cost_per_lead = forms.DecimalField(
        label="Cap a lead (USD)", required=False, min_value=0, max_digits=10, decimal_places=4
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        config: WaterfallConfig,
        providers: Sequence[EnrichmentProvider],
    ) -> None:
        order = dict(zip(PLACES, config.provider_order, strict=False))
        initial = order | {name: getattr(config, name) for name in NUMBERS}
        super().__init__(data, initial=initial, prefix=config.field_name)
        self.config = config
        able = [(each.slug, each.name) for each in providers if config.field_name in each.supported_fields]
        for place in PLACES[: len(able)]:
            self.fields[place] = forms.ChoiceField(choices=[("", "–"), *able], required=False)
        for name, field in self.fields.items():
            chosen = name in PLACES
            field.widget.attrs |= {"class": SELECT} if chosen else {"class": INPUT, "step": "any"}
            field.widget.attrs["aria-label"] = f"{config}: {f'ask {name}' if chosen else field.label}"

    @property
    def places(self) -> list[forms.BoundField]:
        """The fields of the order."""
        return [self[place] for place in PLACES if place in self.fields]

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The fields of the numbers."""
        return [self[name] for name in NUMBERS]

    def values(self) -> dict[str, Any]:
        """What was entered, for `save_waterfall`."""
        entered = self.cleaned_data
        order = [entered[place] for place in PLACES if entered.get(place)]
        return {
            "field_name": self.config.field_name,
            "provider_order": order,
            **{name: entered[name] for name in NUMBERS},
        }

    def refuse(self, error: Invalid) -> None:
        """Show what the service refused."""
        for said in error.fields.values():
            self.add_error(None, said)


def budget_initial(limits: Mapping[str, Decimal | None]) -> dict[str, Decimal | None]:
    """The budget form's values: limits by period, with cents."""
    return {period: None if limit is None else round(limit, 2) for period, limit in limits.items()}
