"""What people type about themselves, their keys and whom they invite."""

from django import forms
from django.utils.functional import lazy

from mauntic.accounts.forms.time_zones import time_zones
from mauntic.accounts.models import Role


class ProfileForm(forms.Form):
    """Name and time zone of the person."""

    name = forms.CharField(max_length=150, required=False)
    time_zone = forms.ChoiceField(
        choices=lazy(time_zones, list), required=False, help_text="All times are shown in it."
    )


class ApiKeyForm(forms.Form):
    """What a new key is for."""

    name = forms.CharField(
        max_length=100, label="What is it for?", help_text="So that you know later which one to revoke."
    )


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label="E-mail address")
    role = forms.ChoiceField(choices=Role.choices)


class JoinForm(forms.Form):
    """What an invited person sets."""

    name = forms.CharField(max_length=150, label="Your name")
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least eight characters; a few words are best.",
    )
