"""Forms of profiles, API keys and invitations."""

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.forms.zones import time_zones
from mauntic.accounts.models import Role, Scope


class ProfileForm(forms.Form):
    """Name and time zone of the user."""

    name = forms.CharField(max_length=150, required=False, label=_("Name"))
    time_zone = forms.ChoiceField(
        choices=lazy(time_zones, list),
        required=False,
        label=_("Time zone"),
        help_text=_("All times are shown in this time zone."),
    )


class EmailForm(forms.Form):
    """The new email address of the user."""

    email = forms.EmailField(
        label=_("New email address"),
        help_text=_("We send a link to this address. Your address changes when you confirm it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ApiKeyForm(forms.Form):
    """Name, scopes and expiry of a new API key."""

    name = forms.CharField(
        max_length=100,
        label=_("Name"),
        help_text=_("What the key is for, so that you know which one to revoke."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A key never has more permissions than you. Change scopes include reading."),
        error_messages={"required": _("Choose at least one scope.")},
    )
    valid_days = forms.TypedChoiceField(
        label=_("Expires"),
        choices=[
            ("30", _("In 30 days")),
            ("90", _("In 90 days")),
            ("365", _("In one year")),
            ("never", _("Never")),
        ],
        initial="90",
        coerce=lambda value: None if value == "never" else int(value),
    )


class InvitationForm(forms.Form):
    """Email address and role of a new user."""

    email = forms.EmailField(label=_("Email address"))
    role = forms.ChoiceField(choices=Role.choices, label=_("Role"))


class JoinForm(forms.Form):
    """Name and password of an invited user."""

    name = forms.CharField(max_length=150, label=_("Your name"))
    password = forms.CharField(
        max_length=4096,
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A few unrelated words are best."),
    )
