"""Forms of the actions that lead a run: waits, splits and the end."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.automation.forms.narrowing import NarrowedForm
from mauntic.automation.registry.subjects import all_subjects
from mauntic.automation.registry.triggers import told_by_events
from mauntic.automation.selectors.dates import date_fields
from mauntic.kernel.pages.forms import DayField, StorableJSONField

MOST_DAYS, MOST_HOURS = 365, 720


def _date_choices() -> list[tuple[str, Any]]:
    found: dict[str, Any] = {"": gettext_lazy("No date")}
    for subject in all_subjects():
        for key, field in date_fields(subject.key).items():
            # Deals have the dates of their leads as well.
            found.setdefault(key, f"{subject.label}: {field.label}")
    return list(found.items())


def _event_choices(subject: str | None = None) -> list[tuple[str, Any]]:
    return [(trigger.key, trigger.label) for trigger in told_by_events(subject)]


class WaitForm(NarrowedForm):
    """How long to wait: for days and hours, until a date of the record, or until a day."""

    days = forms.IntegerField(label=gettext_lazy("Days"), required=False, min_value=0, max_value=MOST_DAYS)
    hours = forms.IntegerField(label=gettext_lazy("Hours"), required=False, min_value=0, max_value=MOST_HOURS)
    until = forms.ChoiceField(
        label=gettext_lazy("Or until a date of the record"), required=False, choices=_date_choices
    )
    shift = forms.IntegerField(
        label=gettext_lazy("Days after this date"),
        required=False,
        min_value=-MOST_DAYS,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("A negative number for days before it."),
    )
    on = DayField(label=gettext_lazy("Or until a day"), required=False)
    at = forms.TimeField(
        label=gettext_lazy("Time of day"),
        required=False,
        help_text=gettext_lazy(
            "In the time zone of the lead. In that of your organization if it is unknown."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse none and several ways to say how long."""
        given: dict[str, Any] = super().clean() or {}
        lasts = bool(given.get("days") or given.get("hours"))
        ways = [lasts, bool(given.get("until")), bool(given.get("on"))]
        if sum(ways) > 1:
            self.add_error(
                None, _("Enter a length, a date of the record, or a day, and not several of them.")
            )
        if not any(ways) and not given.get("at") and not self.errors:
            self.add_error("days", _("Enter how long to wait."))
        if given.get("hours") and given.get("at"):
            self.add_error("at", _("Enter hours or a time of day, not both."))
        if given.get("shift") and not given.get("until"):
            self.add_error("shift", _("Choose the date that these days count from."))
        return given

    def narrow(self, subject: str) -> None:
        """Offer the dates that records of a kind have."""
        known, until = date_fields(subject), cast("forms.ChoiceField", self.fields["until"])
        until.choices = [(key, label) for key, label in _date_choices() if not key or key in known]


class WaitForEventForm(NarrowedForm):
    """What to wait for, and for how long at most."""

    event = forms.ChoiceField(label=gettext_lazy("What happens"), choices=_event_choices)
    event_settings = StorableJSONField(label=gettext_lazy("Details"), required=False)
    days = forms.IntegerField(
        label=gettext_lazy("Days at most"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("If it did not happen by then, the run takes the branch “Too late”."),
    )

    def clean_event_settings(self) -> dict[str, Any]:
        """Refuse what is no object of names and values."""
        return _object(self.cleaned_data["event_settings"])

    def narrow(self, subject: str) -> None:
        """Offer what happens to records of a kind."""
        cast("forms.ChoiceField", self.fields["event"]).choices = _event_choices(subject)


class SplitForm(forms.Form):
    """Conditions that divide the runs in two."""

    conditions = StorableJSONField(label=gettext_lazy("Conditions"))

    def clean_conditions(self) -> dict[str, Any]:
        """Refuse what is no object of names and values."""
        return _object(self.cleaned_data["conditions"])


class ExitForm(forms.Form):
    """Nothing to choose."""


def _object(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise forms.ValidationError(_("Send an object of names and values."))
    return value
