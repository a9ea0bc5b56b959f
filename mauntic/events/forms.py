"""Filters of the event log."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.events.catalog import event_types
from mauntic.kernel.pages.forms import MomentField


def _types() -> list[tuple[str, str]]:
    return [("", gettext("All events")), *((cls.wire_name, cls.wire_name) for cls in event_types())]


class LogFilterForm(forms.Form):
    """Filters of the log, all optional. Times are in the time zone of the user."""

    type = forms.ChoiceField(choices=_types, required=False, label=_("Event"))
    record = forms.UUIDField(
        required=False,
        label=_("Record ID"),
        error_messages={"invalid": _("Enter the complete ID of a record.")},
    )
    since = MomentField(
        required=False, label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    until = MomentField(
        required=False, label=_("Before"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
