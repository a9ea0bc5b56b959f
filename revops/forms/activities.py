"""Forms about activities."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people
from revops.models import ActivityType
from revops.services.activities import (
    LONGEST_NOTES,
    LONGEST_OUTCOME,
    LONGEST_SUBJECT,
    MOST_MINUTES,
    ActivityDraft,
)


def _moment(**kwargs: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(widget=widget, **kwargs)


class ActivityForm(forms.Form):
    """What was done; with a due date it is planned instead."""

    type = forms.ChoiceField(choices=ActivityType.choices, label="What")
    subject = forms.CharField(max_length=LONGEST_SUBJECT, required=False, label="About")
    due_at = _moment(required=False, label="Due", help_text="Left empty, it is done already.")
    outcome = forms.CharField(max_length=LONGEST_OUTCOME, required=False)
    duration_minutes = forms.IntegerField(
        min_value=0, max_value=MOST_MINUTES, required=False, label="Minutes"
    )
    notes = forms.CharField(
        max_length=LONGEST_NOTES, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def draft(self, *, deal_id: UUID | None = None, contact_id: UUID | None = None) -> ActivityDraft:
        """What was entered, for `log_activity` and `plan_activity`."""
        entered = {name: value for name, value in self.cleaned_data.items() if name != "due_at"}
        return ActivityDraft(deal_id=deal_id, contact_id=contact_id, **entered)

    @property
    def due(self) -> datetime | None:
        """When it is due; None when it is done already."""
        due: datetime | None = self.cleaned_data["due_at"]
        return due


class CompleteForm(forms.Form):
    """What came of an activity."""

    outcome = forms.CharField(max_length=LONGEST_OUTCOME, required=False)
    duration_minutes = forms.IntegerField(
        min_value=0, max_value=MOST_MINUTES, required=False, label="Minutes"
    )
    notes = forms.CharField(
        max_length=LONGEST_NOTES, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RescheduleForm(forms.Form):
    """Another date."""

    due_at = _moment(label="Due")


class ReassignForm(forms.Form):
    """Another person."""

    owner = forms.ModelChoiceField(queryset=User.objects.none(), label="Person", empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_people()  # type: ignore[attr-defined] # of a ModelChoiceField
