"""The form of an account with a vendor."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from lead_intelligence.models import EnrichmentProvider
from lead_intelligence.vendors.registry import VENDORS
from mauntic.kernel.errors import Invalid

KEY_STORED = "A key is stored. Leave this empty to keep it."
OPTION_STORED = "It is stored. Leave this empty to keep it."
OPTION = "option_"


class ProviderForm(forms.Form):
    """A vendor's account, with a field for each option of the vendor. Key and options are never read back."""

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
    batch_supported = forms.BooleanField(
        label="Ask for many leads with one call",
        required=False,
        help_text="Quicker, where your plan includes it.",
    )
    enabled = forms.BooleanField(label="Ask this vendor", required=False)

    # What the services call these fields.
    KEYS: Mapping[str, str] = {
        "costPerLookup": "cost_per_lookup",
        "config": "base_url",
        "batchSupported": "batch_supported",
    }

    def __init__(self, data: QueryDict | None = None, *, provider: EnrichmentProvider) -> None:
        initial = {
            "name": provider.name,
            "base_url": provider.base_url,
            "cost_per_lookup": provider.cost_per_lookup,
            "batch_supported": provider.batch_supported,
            "enabled": provider.enabled,
        }
        super().__init__(data, initial=initial)
        self.provider = provider
        self.vendor = VENDORS.get(provider.provider_type)
        self.fields["api_key"].help_text = KEY_STORED if provider.api_key else "No key is stored yet."
        self._add_options()
        if self.vendor is None or self.vendor.batch_size == 1:
            del self.fields["batch_supported"]

    def _add_options(self) -> None:
        """After the key, what else the vendor's accounts need."""
        options = self.vendor.options if self.vendor else {}
        for name, label in options.items():
            stored = bool(self.provider.config.get(name))
            self.fields[f"{OPTION}{name}"] = forms.CharField(
                label=label,
                required=False,
                max_length=4000,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
                help_text=OPTION_STORED if stored else "Not stored yet.",
            )
        self.order_fields(["name", "api_key", *(f"{OPTION}{name}" for name in options)])

    def values(self) -> dict[str, Any]:
        """What was entered, for `save_provider`; what is not on the form stays."""
        provider, entered = self.provider, self.cleaned_data
        secrets = {"apiKey": entered["api_key"]} | {
            name.removeprefix(OPTION): value for name, value in entered.items() if name.startswith(OPTION)
        }
        config = {"baseUrl": entered["base_url"]} | {name: value for name, value in secrets.items() if value}
        return {
            "slug": provider.slug,
            "name": entered["name"],
            "provider_type": provider.provider_type,
            "supported_fields": provider.supported_fields,
            "priority": provider.priority,
            "cost_per_lookup": entered["cost_per_lookup"],
            "batch_supported": entered.get("batch_supported", provider.batch_supported),
            "config": config,
            "enabled": entered["enabled"],
        }

    def refuse(self, error: Invalid) -> None:
        """Show what the service refused beside the fields."""
        for key, said in error.fields.items():
            name = self.KEYS.get(key, key)
            self.add_error(name if name in self.fields else None, said)
