"""The form that has leads enriched that lack something."""

from django import forms


class EnrichLackingForm(forms.Form):
    """What the leads lack, and how many of the hottest to enrich. `batch` makes a second click harmless."""

    lack = forms.CharField(max_length=20, widget=forms.HiddenInput)
    limit = forms.IntegerField(label="Leads, the hottest first", min_value=1, max_value=50_000)
    batch = forms.UUIDField(widget=forms.HiddenInput)
