"""Forms of activities."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people
from mauntic.kernel.clock import now
from mauntic.kernel.pages.forms import MomentField
from revops.activities.domain.due import When, due_date
from revops.activities.models import ActivityType
from revops.activities.services.drafts import (
    LONGEST_NOTES,
    LONGEST_OUTCOME,
    LONGEST_SUBJECT,
    MOST_MINUTES,
    ActivityDraft,
)


def _moment(**kwargs: Any) -> MomentField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return MomentField(widget=widget, **kwargs)


class ActivityForm(forms.Form):
    """An activity to log, or to schedule if it has a due date."""

    type = forms.ChoiceField(choices=ActivityType.choices, label=_("Type"))
    subject = forms.CharField(max_length=LONGEST_SUBJECT, required=False, label=_("Subject"))
    due_at = _moment(required=False, label=_("Due"), help_text=_("Leave empty to log it as done."))
    outcome = forms.CharField(max_length=LONGEST_OUTCOME, required=False, label=_("Outcome"))
    duration_minutes = forms.IntegerField(
        min_value=0, max_value=MOST_MINUTES, required=False, label=_("Minutes")
    )
    notes = forms.CharField(
        max_length=LONGEST_NOTES, required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("Notes")
    )

    def draft(self, *, deal_id: UUID | None = None, contact_id: UUID | None = None) -> ActivityDraft:
        """Return the entered activity."""
        entered = {name: value for name, value in self.cleaned_data.items() if name != "due_at"}
        return ActivityDraft(deal_id=deal_id, contact_id=contact_id, **entered)

    @property
    def due(self) -> datetime | None:
        """Return the due date; None if the activity is done."""
        due: datetime | None = self.cleaned_data["due_at"]
        return due


class LogForm(forms.Form):
    """What came of a call or another contact, and the next step."""

    OUTCOMES = (
        _("Reached"),
        _("Left a voicemail"),
        _("No answer"),
        _("Not interested"),
        _("Wrong number"),
    )
    WHEN = (
        ("", _("No next step")),
        (When.TODAY.value, _("In 3 hours")),
        (When.TOMORROW.value, _("Tomorrow 09:00")),
        (When.THREE_DAYS.value, _("In 3 days")),
        (When.NEXT_WEEK.value, _("Monday 09:00")),
        ("at", _("At a time")),
    )

    type = forms.ChoiceField(choices=ActivityType.choices, initial=ActivityType.CALL, label=_("Type"))
    outcome = forms.ChoiceField(
        choices=lambda: [(str(text), text) for text in LogForm.OUTCOMES],
        required=False,
        widget=forms.RadioSelect,
        label=_("Outcome"),
    )
    notes = forms.CharField(
        max_length=LONGEST_NOTES, required=False, widget=forms.Textarea(attrs={"rows": 3}), label=_("Notes")
    )
    follow_up = forms.CharField(
        max_length=LONGEST_SUBJECT,
        required=False,
        label=_("Next step"),
        widget=forms.TextInput(attrs={"placeholder": _("For example: Send the offer")}),
    )
    when = forms.ChoiceField(choices=WHEN, required=False, label=_("Due"))
    due_at = _moment(required=False, label=_("Date and time"))

    def draft(self, *, deal_id: UUID | None, contact_id: UUID | None) -> ActivityDraft:
        """Return the entered activity."""
        entered = {name: self.cleaned_data[name] for name in ("type", "outcome", "notes")}
        return ActivityDraft(deal_id=deal_id, contact_id=contact_id, **entered)

    @property
    def due(self) -> datetime | None:
        """Return when the next step is due: the time entered, else the named one; None without a step."""
        entered, when = self.cleaned_data["due_at"], self.cleaned_data["when"]
        if entered or when in {"", "at"}:
            found: datetime | None = entered
            return found
        return due_date(When(when), now=localtime(now()))


class CompleteForm(forms.Form):
    """The result of an activity."""

    outcome = forms.CharField(max_length=LONGEST_OUTCOME, required=False, label=_("Outcome"))
    duration_minutes = forms.IntegerField(
        min_value=0, max_value=MOST_MINUTES, required=False, label=_("Minutes")
    )
    notes = forms.CharField(
        max_length=LONGEST_NOTES, required=False, widget=forms.Textarea(attrs={"rows": 3}), label=_("Notes")
    )


class RescheduleForm(forms.Form):
    """A new due date."""

    due_at = _moment(label=_("Due"))


class ReassignForm(forms.Form):
    """A new owner."""

    owner = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Owner"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_people()  # type: ignore[attr-defined] # of a ModelChoiceField
