"""The form of exchange rates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.pages.forms import DayField

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RateForm(forms.Form):
    """A rate of a currency from a day on."""

    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        widget=forms.TextInput(attrs={"placeholder": "EUR", "autocapitalize": "characters"}),
        error_messages={
            "required": _("Enter a currency such as EUR."),
            "max_length": _("Use a code of three letters such as EUR."),
        },
    )
    valid_from = DayField(
        label=_("Valid from"), widget=_DATE, error_messages={"invalid": _("Enter a date such as 2026-11-25.")}
    )
    rate = forms.DecimalField(
        label=_("Rate"),
        max_digits=18,
        decimal_places=8,
        widget=forms.NumberInput(attrs={"step": "any", "min": 0}),
        error_messages={
            "required": _("Enter a rate such as 1.0834."),
            "invalid": _("Enter a number such as 1.0834."),
            "max_decimal_places": _("Use at most 8 decimals."),
        },
    )
