"""The form that suppresses an address."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SuppressForm(forms.Form):
    """An address that must not get email."""

    address = forms.EmailField(max_length=254, label=_("Email address"))
