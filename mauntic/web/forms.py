"""What is typed on the shell's own pages."""

import zoneinfo
from typing import Any

from django import forms
from django.utils.functional import lazy

from lead_intelligence.selectors import FIELD_CHOICES, PRIORITY_CHOICES
from mauntic.crm.domain.fields import FIELDS
from mauntic.kernel.ids import new_id


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


def _text(name: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=FIELDS[name].label, required=False, max_length=300, **options)


class LeadForm(forms.Form):
    """A new lead; the CRM says what each field accepts."""

    first_name = _text("first_name")
    last_name = _text("last_name")
    email = _text("email", widget=forms.EmailInput)
    phone = _text("phone")
    title = _text("title")
    company = _text("company")
    website = _text("website", help_text="Finds the company, and helps the enrichment.")
    country = _text("country")
    linkedin_url = _text("linkedin_url")


class EnrichForm(forms.Form):
    """How many leads are enriched together. `batch` is one's own number of the wish: asked twice, done once.

    `confirmed` is how many leads the person was told of.
    """

    wanted = forms.MultipleChoiceField(
        label="Look for",
        required=False,
        choices=FIELD_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick none to look for what each lead lacks.",
    )
    priority = forms.ChoiceField(label="Priority", choices=PRIORITY_CHOICES, initial="normal")
    batch = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    confirmed = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
