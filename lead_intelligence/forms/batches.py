"""The form that asks for a batch again."""

from django import forms

from mauntic.kernel.ids import new_id


class RetryForm(forms.Form):
    """Nothing but the number of the wish, so that a double click makes one batch."""

    batch = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
