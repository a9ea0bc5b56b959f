"""Forms of the inbox."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mauntic.delivery.messages.services.writing import MOST_TEXT

_REPLY_KEYS = {"rows": 6, "data-writes": "text", "data-key": "r", "aria-keyshortcuts": "r"}


class AnswerForm(forms.Form):
    """An answer to a reply. `once` makes it go out once, however often it is sent."""

    text = forms.CharField(
        max_length=MOST_TEXT, label=_("Answer"), widget=forms.Textarea(attrs=_REPLY_KEYS), strip=True
    )
    once = forms.CharField(max_length=40, widget=forms.HiddenInput)
