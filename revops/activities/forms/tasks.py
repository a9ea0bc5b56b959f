"""Form of a task."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people
from mauntic.kernel.clock import now
from mauntic.kernel.pages.forms import DayField
from revops.activities.domain.due import When, due_date
from revops.activities.forms.fields import moment_field
from revops.activities.models import Activity, ActivityType, Recurrence
from revops.activities.selectors.subject import Subject, record_of, records_found
from revops.activities.services.drafts import LONGEST_NOTES, LONGEST_SUBJECT, ActivityDraft

REMINDERS = (
    ("", _("No reminder")),
    (0, _("At the due time")),
    (10, _("10 minutes before")),
    (30, _("30 minutes before")),
    (60, _("1 hour before")),
    (24 * 60, _("1 day before")),
)


class TaskForm(forms.Form):
    """A task to plan or to edit. `about` names a lead or deal, such as `contact:<id>`."""

    subject = forms.CharField(
        max_length=LONGEST_SUBJECT, label=_("Task"), widget=forms.TextInput(attrs={"autofocus": True})
    )
    due_at = moment_field(label=_("Due"))
    about = forms.ChoiceField(required=False, label=_("Lead or deal"))
    owner = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Owner"), empty_label=None)
    recurrence = forms.ChoiceField(choices=Recurrence.choices, required=False, label=_("Repeats"))
    recurs_until = DayField(
        required=False,
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: without end"),
    )
    reminder_minutes = forms.TypedChoiceField(
        choices=REMINDERS, coerce=int, empty_value=None, required=False, label=_("Reminder")
    )
    notes = forms.CharField(
        max_length=LONGEST_NOTES, required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("Notes")
    )

    def __init__(self, *args: Any, about: Subject, user: User, q: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.given = user, about
        self.fields["owner"].queryset = active_people()  # type: ignore[attr-defined] # of a ModelChoiceField
        self.fields["about"].choices = [("", _now("None")), *self._choices(about, q)]  # type: ignore[attr-defined] # of a ChoiceField

    def _choices(self, about: Subject, q: str) -> list[tuple[str, str]]:
        """Return the record that is given, the one that was chosen, and those that match `q`."""
        chosen = record_of(self.data.get("about", ""), self.user) if self.is_bound else None
        records = (about, chosen or Subject())
        known = [record.choice for record in records if record.choice]
        return list(dict.fromkeys([*known, *records_found(q, self.user)]))

    def _chosen(self) -> Subject:
        """Return the chosen record. The given one may be a lead and a deal, of which the select names one."""
        choice = self.cleaned_data["about"]
        if self.given.choice and choice == self.given.choice[0]:
            return self.given
        return record_of(choice, self.user) or Subject()

    def draft(self) -> ActivityDraft:
        """Return the entered task."""
        entered = {name: self.cleaned_data[name] for name in ("subject", "notes", "recurrence")}
        chosen = self._chosen()
        return ActivityDraft(
            type=ActivityType.TASK,
            contact_id=chosen.contact.pk if chosen.contact else None,
            deal_id=chosen.deal.pk if chosen.deal else None,
            owner_id=self.cleaned_data["owner"].pk,
            recurs_until=self.cleaned_data["recurs_until"],
            reminder_minutes=self.cleaned_data["reminder_minutes"],
            **entered,
        )

    @property
    def due(self) -> datetime:
        """Return the due date."""
        due: datetime = self.cleaned_data["due_at"]
        return due


def new_task(user: User, about: Subject) -> dict[str, Any]:
    """Return the first values of a new task: due tomorrow at 09:00."""
    due_at = due_date(When.TOMORROW, now=localtime(now()))
    return {"due_at": due_at, "owner": user.pk, "about": about.choice[0] if about.choice else ""}


def values_of(task: Activity, about: Subject) -> dict[str, Any]:
    """Return the values of an existing task."""
    names = ("subject", "notes", "recurrence", "recurs_until", "reminder_minutes", "due_at")
    values = {name: getattr(task, name) for name in names}
    return values | {"owner": task.owner_id, "about": about.choice[0] if about.choice else ""}
