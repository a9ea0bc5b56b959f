"""Forms of the page of traffic."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mauntic.tracking.traffic.models import TrafficKind


class TrafficFilterForm(forms.Form):
    """Filters of traffic."""

    kind = forms.ChoiceField(choices=TrafficKind.choices, required=False, label=_("Kind"))
    verdict = forms.ChoiceField(
        choices=[("", _("People and bots")), ("person", _("People")), ("bot", _("Bots"))],
        required=False,
        label=_("Verdict"),
    )
    visitor = forms.UUIDField(required=False, widget=forms.HiddenInput)
    agent = forms.CharField(max_length=500, required=False, label=_("User agent (exact)"))
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)


class CorrectionForm(forms.Form):
    """The new verdict on selected rows, or on all that match the filters."""

    is_bot = forms.TypedChoiceField(
        choices=[("bot", _("Bots")), ("person", _("People"))], coerce=lambda value: value == "bot"
    )
    every = forms.BooleanField(required=False)
