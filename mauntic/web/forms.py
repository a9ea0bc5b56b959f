"""What is typed on the shell's own pages."""

import zoneinfo

from django import forms
from django.utils.functional import lazy


def _time_zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())]


class OrganizationForm(forms.Form):
    """How the organization is called and works."""

    name = forms.CharField(max_length=200)
    time_zone = forms.ChoiceField(
        choices=lazy(_time_zones, list), help_text="For people who did not choose one of their own."
    )
    currency = forms.CharField(max_length=3, min_length=3, help_text="Three letters, such as USD.")
    enriches_new_contacts = forms.BooleanField(
        required=False,
        label="Enrich new leads at once",
        help_text="Every new lead is sent to the enrichment vendors, within the budget.",
    )

    def clean_currency(self) -> str:
        """Codes are written in capitals."""
        return str(self.cleaned_data["currency"]).upper()
