"""Forms of activities."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people
from revops.activities.forms.fields import moment_field
from revops.activities.models import ActivityType
from revops.activities.services.drafts import (
    LONGEST_NOTES,
    LONGEST_OUTCOME,
    LONGEST_SUBJECT,
    MOST_MINUTES,
    ActivityDraft,
)


class ActivityForm(forms.Form):
    """An activity to log, or to schedule if it has a due date."""

    type = forms.ChoiceField(choices=ActivityType.choices, label=_("Type"))
    subject = forms.CharField(max_length=LONGEST_SUBJECT, required=False, label=_("Subject"))
    due_at = moment_field(required=False, label=_("Due"), help_text=_("Leave empty to log it as done."))
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

    due_at = moment_field(label=_("Due"))


class ReassignForm(forms.Form):
    """A new owner."""

    owner = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Owner"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_people()  # type: ignore[attr-defined] # of a ModelChoiceField
