"""Filters of the event log."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.events.catalog import event_types
from mauntic.events.labels import event_label
from mauntic.kernel.pages.forms import MomentField


def _types() -> list[tuple[str, str]]:
    named = sorted((event_label(cls.wire_name), cls.wire_name) for cls in event_types())
    return [("", gettext("All events")), *((wire_name, label) for label, wire_name in named)]


class LogFilterForm(forms.Form):
    """Filters of the log, all optional. Times are in the time zone of the user."""

    type = forms.ChoiceField(choices=_types, required=False, label=_("Event"))
    record = forms.CharField(
        required=False,
        max_length=254,
        label=_("Lead"),
        widget=forms.TextInput(attrs={"placeholder": _("Name, email or ID"), "type": "search"}),
    )
    since = MomentField(
        required=False, label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    until = MomentField(
        required=False, label=_("Before"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
