"""Forms of commits and of the forecast's filter."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_MESSAGES = {
    "required": _("Enter an amount, or 0."),
    "invalid": _("Enter an amount such as 12000 or 12000.50."),
    "min_value": _("Enter an amount of 0 or more."),
    "max_decimal_places": _("Use at most two decimals."),
    "max_digits": _("This amount is too large. Enter a smaller one."),
    "max_whole_digits": _("This amount is too large. Enter a smaller one."),
}


def amount_field(label: Any, *, required: bool = True, initial: Decimal | None = None) -> forms.DecimalField:
    """Return a field for an amount of money."""
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_digits=18,
        decimal_places=2,
        initial=None if initial is None else f"{initial:f}".removesuffix(".00"),
        error_messages=_MESSAGES,
        widget=forms.NumberInput(
            attrs={"class": "form-control form-control-sm forecast-amount", "min": 0, "step": "any"}
        ),
    )


class CommitForm(forms.Form):
    """A commit. Without a rep it is for all."""

    rep = forms.UUIDField(required=False, widget=forms.HiddenInput)
    value = amount_field(_("Commit"))
    note = forms.CharField(
        required=False,
        max_length=500,
        label=_("Note"),
        widget=forms.TextInput(attrs={"class": "form-control form-control-sm"}),
    )


class ForecastQueryForm(forms.Form):
    """The rep of the page. Invalid ids in the URL are ignored."""

    rep = forms.UUIDField(required=False)
