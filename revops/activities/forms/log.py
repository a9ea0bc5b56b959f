"""Form of a call that is logged with its next step."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from revops.activities.domain.due import When, due_date
from revops.activities.forms.fields import moment_field
from revops.activities.models import ActivityType
from revops.activities.services.drafts import LONGEST_NOTES, LONGEST_SUBJECT, ActivityDraft


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
    due_at = moment_field(required=False, label=_("Date and time"))

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
