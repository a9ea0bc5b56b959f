"""The form of an app at a provider."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from mauntic.delivery.sign_in.domain.providers import Provider


class AppForm(forms.Form):
    """The client ID and the secret of the organization's app."""

    client_id = forms.CharField(max_length=200, label=_("Client ID"))
    client_secret = forms.CharField(
        max_length=500,
        required=False,
        label=_("Client secret"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    directory = forms.CharField(
        max_length=100,
        required=False,
        label=_("Directory (tenant) ID"),
        help_text=_("Leave empty if the app takes accounts of every organization."),
        # It becomes a part of an address.
        validators=[RegexValidator(r"^[A-Za-z0-9.-]+\Z", _("Enter the ID as Microsoft shows it."))],
    )

    def __init__(self, *args: Any, provider: Provider, is_stored: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"id_{provider.slug}_%s"  # two of these forms are on one page
        if not provider.has_directories:
            del self.fields["directory"]
        if is_stored:
            self.fields["client_secret"].help_text = _("Leave empty to keep the stored secret.")
