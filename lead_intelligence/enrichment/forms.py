"""The form that retries a batch."""

from django import forms

from mauntic.kernel.ids import new_id


class RetryForm(forms.Form):
    """The id of the new batch, so that a double click creates only one."""

    batch = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
