"""The form to put a version of the model in force."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CrossingsForm(forms.Form):
    """Whether to route leads that cross a threshold because of the new version."""

    tell_crossings = forms.BooleanField(
        required=False,
        label=_("Route leads that cross a threshold"),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    @property
    def is_ticked(self) -> bool:
        """Return whether the box is checked."""
        return self.is_valid() and bool(self.cleaned_data["tell_crossings"])
