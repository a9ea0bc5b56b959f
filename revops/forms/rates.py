"""What people type about exchange rates."""

from django import forms

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RateForm(forms.Form):
    """From a day on, what one unit of a currency is worth."""

    currency = forms.CharField(
        label="Currency",
        max_length=3,
        widget=forms.TextInput(attrs={"placeholder": "EUR", "autocapitalize": "characters"}),
        error_messages={
            "required": "Write the currency, such as EUR.",
            "max_length": "Use a code of three letters such as EUR.",
        },
    )
    valid_from = forms.DateField(
        label="Holds from", widget=_DATE, error_messages={"invalid": "Write a date such as 2026-11-25."}
    )
    rate = forms.DecimalField(
        label="One unit is worth",
        max_digits=18,
        decimal_places=8,
        widget=forms.NumberInput(attrs={"step": "any", "min": 0}),
        error_messages={
            "required": "Write what one unit is worth, such as 1.0834.",
            "invalid": "Write a number such as 1.0834.",
            "max_decimal_places": "Use at most 8 decimals.",
        },
    )
