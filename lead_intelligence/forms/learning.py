"""The form of how much is explored."""

from django import forms


class ExplorationForm(forms.Form):
    """The share of jobs that ask vendors in a chance order, in percent."""

    percent = forms.FloatField(label="Leads that explore (%)", min_value=0, max_value=20)

    @property
    def share(self) -> float:
        """What was entered, as a share from 0 to 0.2."""
        return float(self.cleaned_data["percent"]) / 100
