"""Forms that add webhooks and Slack channels."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mauntic.automation.domain.addresses import LONGEST


class EndpointForm(forms.Form):
    """A webhook."""

    prefix = "webhook"
    name = forms.CharField(label=_("Name"), max_length=60)
    url = forms.CharField(
        label=_("Address"),
        max_length=LONGEST,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("Gets each call as JSON, signed by the standard of standardwebhooks.com."),
    )


class ChannelForm(forms.Form):
    """A channel of Slack."""

    prefix = "slack"
    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("Such as #sales."))
    url = forms.CharField(
        label=_("Address of the incoming webhook"),
        max_length=LONGEST,
        widget=forms.URLInput(attrs={"placeholder": "https://hooks.slack.com/", "autocomplete": "off"}),
        help_text=_("Create it in Slack under Apps, Incoming Webhooks. It is never shown again."),
    )
