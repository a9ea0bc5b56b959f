"""Forms of the pages of leads."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lead_intelligence.spending.selectors.estimates import FIELD_CHOICES, PRIORITY_CHOICES
from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.kernel.ids import new_id
from mauntic.kernel.pages.forms import LARGEST_NUMBER


def _text(name: str, **options: Any) -> forms.CharField:
    # Not the label: it would stay in the language of the person who asked first.
    return forms.CharField(label=FIELDS[name].caption, required=False, max_length=300, **options)


class LeadForm(forms.Form):
    """A new lead. The CRM validates each field."""

    first_name = _text("first_name")
    last_name = _text("last_name")
    email = _text("email", widget=forms.EmailInput)
    phone = _text("phone")
    title = _text("title")
    company = _text("company")
    website = _text("website", help_text=_("Identifies the company and improves enrichment."))
    country = _text("country")
    linkedin_url = _text("linkedin_url")


class EnrichForm(forms.Form):
    """Enrich many leads. `batch` is an idempotency key: the same request sent twice runs once.

    `confirmed` is the number of leads that the person saw in the estimate.
    """

    wanted = forms.MultipleChoiceField(
        label=_("Fields"),
        required=False,
        choices=FIELD_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Select none to enrich the missing fields of each lead."),
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=PRIORITY_CHOICES, initial="normal")
    batch = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    confirmed = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_NUMBER)
