"""The form of a vendor account."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lead_intelligence.vendors.adapters.registry import VENDORS
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors

STORED = _("A value is stored. Leave empty to keep it.")
OPTION = "option_"


class ProviderForm(forms.Form):
    """A vendor account with a field for each option of the vendor. Key and options are never shown."""

    name = forms.CharField(label=_("Name"), max_length=100)
    api_key = forms.CharField(
        label=_("API key"),
        required=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    base_url = forms.URLField(
        label=_("Base URL"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_(
            "Leave empty to use the URL of the vendor, or enter that of a proxy or sandbox. "
            "For another host, enter the API key again."
        ),
    )
    cost_per_lookup = forms.DecimalField(
        label=_("Cost per lookup (USD)"), min_value=0, max_digits=10, decimal_places=4
    )
    batch_supported = forms.BooleanField(
        label=_("Batch lookups"),
        required=False,
        help_text=_("Look up several leads per call, if your plan includes it."),
    )
    enabled = forms.BooleanField(label=_("Enabled"), required=False)

    # Names of the fields in the services.
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
        self.fields["api_key"].help_text = STORED if provider.api_key else _("No key stored.")
        self._add_options()
        if self.vendor is None or self.vendor.batch_size == 1:
            del self.fields["batch_supported"]

    def _add_options(self) -> None:
        """Add the options of the vendor after the key."""
        options = self.vendor.options if self.vendor else {}
        for name, label in options.items():
            stored = bool(self.provider.config.get(name))
            self.fields[f"{OPTION}{name}"] = forms.CharField(
                label=str(label),
                required=False,
                max_length=4000,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
                help_text=STORED if stored else _("No value stored."),
            )
        self.order_fields(["name", "api_key", *(f"{OPTION}{name}" for name in options)])

    def values(self) -> dict[str, Any]:
        """Return the entered values for `save_provider`; other settings are kept."""
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
        """Show the errors of the service at the fields."""
        add_errors(self, error, names=self.KEYS)
