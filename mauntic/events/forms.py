"""What the log can be narrowed to."""

from django import forms

from mauntic.events.catalog import event_types


def _types() -> list[tuple[str, str]]:
    return [("", "Every event"), *((cls.wire_name, cls.wire_name) for cls in event_types())]


class LogFilterForm(forms.Form):
    """All optional; times are of the person's zone."""

    type = forms.ChoiceField(choices=_types, required=False, label="Event")
    record = forms.UUIDField(
        required=False, label="Record id", error_messages={"invalid": "Paste the whole id of a record."}
    )
    since = forms.DateTimeField(
        required=False, label="From", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    until = forms.DateTimeField(
        required=False, label="Before", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
