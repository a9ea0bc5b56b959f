"""Forms of the page of the installation."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WriteKeyForm(forms.Form):
    """A new write key."""

    name = forms.CharField(
        max_length=100, label=_("Website or product"), help_text=_("Such as www.company.com or Our app.")
    )


class PrivacyForm(forms.Form):
    """Privacy settings."""

    honour_privacy_signals = forms.BooleanField(
        required=False,
        label=_("Honor Do Not Track and Global Privacy Control"),
        help_text=_(
            "Browsers that send them are counted, but not tracked. "
            "Visitors who refuse consent are never tracked."
        ),
    )


class LeadLimitForm(forms.Form):
    """Limit of new leads."""

    new_leads_per_hour = forms.IntegerField(
        min_value=0,
        max_value=100_000,
        label=_("New leads per hour"),
        help_text=_(
            "For each write key and form. Above the limit, visits are stored without a lead, "
            "and submissions of forms wait for you to accept them."
        ),
    )
