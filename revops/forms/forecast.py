"""What people type about a forecast."""

from decimal import Decimal

from django import forms

_SAID = {
    "required": "Enter an amount, or 0.",
    "invalid": "Enter an amount such as 12000 or 12000.50.",
    "min_value": "An amount cannot be negative. Enter 0 or more.",
    "max_decimal_places": "Use at most two decimals.",
    "max_digits": "This is more than can be kept. Enter less.",
    "max_whole_digits": "This is more than can be kept. Enter less.",
}


def amount_field(label: str, *, required: bool = True, initial: Decimal | None = None) -> forms.DecimalField:
    """A field for an amount of money."""
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_digits=18,
        decimal_places=2,
        initial=None if initial is None else f"{initial:f}".removesuffix(".00"),
        error_messages=_SAID,
        widget=forms.NumberInput(
            attrs={"class": "form-control form-control-sm forecast-amount", "min": 0, "step": "any"}
        ),
    )


class CommitForm(forms.Form):
    """What somebody commits to. Without a person it is for everybody together."""

    rep = forms.UUIDField(required=False, widget=forms.HiddenInput)
    value = amount_field("Commit")
    note = forms.CharField(
        required=False,
        max_length=500,
        label="Note",
        widget=forms.TextInput(attrs={"class": "form-control form-control-sm"}),
    )


class ForecastQueryForm(forms.Form):
    """Whose forecast the page shows. The address may say anything: what is no id is nobody's."""

    rep = forms.UUIDField(required=False)
