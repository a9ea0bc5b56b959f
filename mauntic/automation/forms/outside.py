"""Forms of the actions that call outside."""

from django import forms
from django.utils.translation import gettext_lazy

from mauntic.automation.models import SlackChannel, WebhookEndpoint

LONGEST_NOTE, LONGEST_TEXT = 1_000, 2_000
_TOKENS = gettext_lazy("May have tokens, such as {{ first_name | there }}.")


class WebhookForm(forms.Form):
    """The webhook to call."""

    endpoint = forms.ModelChoiceField(
        WebhookEndpoint.objects.all(),
        label=gettext_lazy("Webhook"),
        help_text=gettext_lazy("Add webhooks under Settings, Webhooks."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=gettext_lazy("Sent along with the record. May have tokens."),
    )


class SlackForm(forms.Form):
    """The channel and the message."""

    channel = forms.ModelChoiceField(
        SlackChannel.objects.all(),
        label=gettext_lazy("Slack channel"),
        help_text=gettext_lazy("Add channels under Settings, Webhooks."),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST_TEXT, widget=forms.Textarea, help_text=_TOKENS
    )
