"""The form of the SMS account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SmsForm(forms.Form):
    """An account of Twilio."""

    account_sid = forms.CharField(
        max_length=34,
        label=_("Account SID"),
        help_text=_("In the console of Twilio: AC and 32 letters or digits."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    token = forms.CharField(
        max_length=100,
        required=False,
        label=_("Auth token"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    sender = forms.CharField(
        max_length=34,
        label=_("Sender"),
        help_text=_("A number such as +14155550123, or the id of a messaging service (MG…)."),
    )

    def __init__(self, *args: Any, is_stored: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_stored:
            self.fields["token"].help_text = _("Leave empty to keep the stored token.")
