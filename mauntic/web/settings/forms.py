"""Forms of the settings."""

import zoneinfo

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _


def _time_zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())]


class OrganizationForm(forms.Form):
    """The name and the defaults of the organization."""

    name = forms.CharField(label=_("Name"), max_length=200)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lazy(_time_zones, list),
        help_text=_("Applies to people who have not set their own time zone."),
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, min_length=3, help_text=_("Three-letter code, such as USD.")
    )
    enriches_new_contacts = forms.BooleanField(
        required=False,
        label=_("Enrich new leads automatically"),
        help_text=_("Mauntic sends every new lead to the enrichment vendors, within the budget."),
    )

    def clean_currency(self) -> str:
        """Return the code in capital letters."""
        return str(self.cleaned_data["currency"]).upper()
