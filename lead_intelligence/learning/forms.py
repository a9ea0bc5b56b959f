"""The form of exploration."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ExplorationForm(forms.Form):
    """The share of jobs that call vendors in random order, in percent."""

    percent = forms.FloatField(label=_("Exploration (%)"), min_value=0, max_value=20)

    @property
    def share(self) -> float:
        """Return the entered share (0-0.2)."""
        return float(self.cleaned_data["percent"]) / 100
