"""The form that enriches leads with a missing field."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EnrichLackingForm(forms.Form):
    """The missing field and the number of top leads to enrich. `batch` makes a second click harmless."""

    lack = forms.CharField(max_length=20, widget=forms.HiddenInput)
    limit = forms.IntegerField(label=_("Number of leads"), min_value=1, max_value=50_000)
    batch = forms.UUIDField(widget=forms.HiddenInput)
