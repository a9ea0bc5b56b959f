"""The form of an account with a vendor."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from lead_intelligence.models import EnrichmentProvider
from mauntic.kernel.errors import Invalid

KEY_STORED = "A key is stored. Leave this empty to keep it."


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
