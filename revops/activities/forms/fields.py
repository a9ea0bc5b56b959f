"""Fields that the forms of activities share."""

from typing import Any

from django import forms

from mauntic.kernel.pages.forms import MomentField


def moment_field(**kwargs: Any) -> MomentField:
    """Return a field for a date with a time, in the person's time zone."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return MomentField(widget=widget, **kwargs)
