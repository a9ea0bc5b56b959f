"""The settings of the actions of workflows."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.kernel.time.calendar import is_in_range
from revops.activities.models import ActivityType
from revops.deals.models.choices import CATEGORIES_OF_OPEN, DealPriority, DealStage
from revops.sequences.models.sequences import Sequence
from revops.workflows.domain.deal_values import FIELDS, DealField

TASKS = [(each.value, each.label) for each in (ActivityType.TASK, ActivityType.CALL, ActivityType.LINKEDIN)]
LONGEST_DELAY = 365
ALL = Decimal(100)


class CreateTaskForm(forms.Form):
    """A task for somebody."""

    subject = forms.CharField(label=_("Task"), max_length=200)
    type = forms.ChoiceField(label=_("Kind"), choices=TASKS, initial=ActivityType.TASK.value)
    due_days = forms.IntegerField(
        label=_("Due in days"), min_value=0, max_value=LONGEST_DELAY, initial=1, help_text=_("0 is today.")
    )
    owner = forms.ModelChoiceField(
        label=_("For"),
        queryset=User.objects.filter(is_active=True),
        required=False,
        empty_label=_("The owner of the record"),
    )
    notes = forms.CharField(
        label=_("Notes"), max_length=5_000, required=False, widget=forms.Textarea({"rows": 3})
    )


class AssignOwnerForm(forms.Form):
    """Who gets the record: one person, or several by turns."""

    people = forms.ModelMultipleChoiceField(
        label=_("People"),
        queryset=User.objects.filter(is_active=True),
        help_text=_(
            "Hold Ctrl or ⌘ to choose several: they take turns. Who is away or takes no leads is left out."
        ),
    )


class MoveStageForm(forms.Form):
    """Where a deal is moved."""

    stage = forms.ChoiceField(label=_("Stage"), choices=DealStage.choices)
    lost_reason = forms.CharField(label=_("Reason for losing"), max_length=200, required=False)

    def clean(self) -> dict[str, object]:
        """Ask for a reason where a deal is lost."""
        found = super().clean() or {}
        if found.get("stage") == DealStage.CLOSED_LOST and not found.get("lost_reason"):
            self.add_error("lost_reason", _("Say why deals are lost."))
        return found


class AddToSequenceForm(forms.Form):
    """Which sequence the lead enters."""

    sequence = forms.ModelChoiceField(label=_("Sequence"), queryset=Sequence.objects.all())


class UpdateDealForm(forms.Form):
    """Which field of a deal gets which value."""

    field = forms.ChoiceField(label=_("Field"), choices=[(key, each.label) for key, each in FIELDS.items()])
    value = forms.CharField(
        label=_("Value"),
        max_length=200,
        required=False,
        help_text=_(
            "Priority: Low, Medium, High or Critical. Expected close: a day such as 2026-12-24, or +14 for "
            "14 days later. Forecast category: Pipeline, Best case, Commit or Omitted. Probability: 0 to 100."
        ),
    )

    def clean(self) -> dict[str, object]:
        """Read the value as the field wants it. Choices are known by their names for people, too."""
        found = super().clean() or {}
        field, value = str(found.get("field", "")), str(found.get("value", ""))
        if field in FIELDS:
            found["value"] = value = _key(FIELDS[field], value)
        if field and (problem := _problem(FIELDS[field], value)):
            self.add_error("value", problem)
        return found


def _key(field: DealField, value: str) -> str:
    """Return the key of a choice that is written as people see it; anything else as it is."""
    named = {"priority": DealPriority.choices, "category": CATEGORIES_OF_OPEN}.get(field.kind, ())
    return next((key for key, label in named if value.casefold() in (key, str(label).casefold())), value)


def _problem(field: DealField, value: str) -> str:
    match field.kind:
        case "priority" if value not in DealPriority.values:
            return _now("Use one of {choices}.").format(choices=", ".join(DealPriority.values))
        case "category" if value and value not in [key for key, _label in CATEGORIES_OF_OPEN]:
            return _now("Use one of {choices}, or none.").format(
                choices=", ".join(key for key, _label in CATEGORIES_OF_OPEN)
            )
        case "day" if value and not _is_day(value):
            return _now("Use a day such as 2026-12-24, or days from now such as +14.")
        case "percent" if not _is_percent(value):
            return _now("Use a number from 0 to 100.")
    return ""


def _is_day(value: str) -> bool:
    if value.startswith(("+", "-")):
        return value[1:].isdecimal() and int(value[1:]) <= LONGEST_DELAY
    try:
        return is_in_range(date.fromisoformat(value))
    except ValueError:
        return False


def _is_percent(value: str) -> bool:
    try:
        return 0 <= Decimal(value) <= ALL
    except InvalidOperation:
        return False
