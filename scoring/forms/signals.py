"""Forms of the signal settings."""

from collections.abc import Collection
from typing import Any

from django import forms

from mauntic.kernel.errors import Invalid, MaunticError
from scoring.domain.detection import WITH_VALUES, Rule, Trigger
from scoring.models import DetectionRule, DetectsBy, SignalType
from scoring.models.rules import LONGEST_VALUE
from scoring.models.signals import LONGEST_DECAY_HOURS, Decay, Priority, Tier
from scoring.services import SignalTypeChange

TRIED = (
    (Trigger.PAGE_VISITED.value, "Page address"),
    (Trigger.FORM_SUBMITTED.value, "Form type"),
    (Trigger.EVENT_TRACKED.value, "Tracked event"),
    (Trigger.FIELD_REPLACED.value, "Replaced field"),
    (Trigger.TECHNOLOGY_ADDED.value, "Technology taken up"),
    (Trigger.TECHNOLOGY_REMOVED.value, "Technology given up"),
)


class SignalTypeForm(forms.Form):
    """What a type counts, how it fades, and how soon somebody must act."""

    weight = forms.DecimalField(
        min_value=0, max_value=1, decimal_places=3, help_text="0 to 1, when it is fresh"
    )
    decay_hours = forms.IntegerField(
        min_value=1, max_value=LONGEST_DECAY_HOURS, label="Hours", help_text="until nothing of it is left"
    )
    decay_model = forms.ChoiceField(choices=Decay.choices, label="Fades")
    priority = forms.ChoiceField(choices=Priority.choices, help_text="says by when an alert must be answered")
    tier = forms.ChoiceField(choices=Tier.choices)
    enabled = forms.BooleanField(
        required=False, label="Record such signals", help_text="Off: from now on none are recorded."
    )

    @classmethod
    def of(cls, row: SignalType) -> "SignalTypeForm":
        """The form as the type stands."""
        stored = {name: getattr(row, name) for name in cls.base_fields}
        return cls(initial=stored | {"weight": row.weight.normalize()})

    def change(self) -> SignalTypeChange:
        """What was entered, for `change_signal_type`."""
        return SignalTypeChange(**self.cleaned_data)


class RuleForm(forms.Form):
    """One rule of a type: what it listens to, and what it looks for there."""

    trigger = forms.ChoiceField(choices=DetectsBy.choices, label="Detected by")
    values = forms.CharField(
        required=False,
        label="Looks for",
        help_text="One a line; any of them will do. Nothing: whatever happens.",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    any_other = forms.BooleanField(
        required=False, label="Any other", help_text="Only what no other rule of this kind finds."
    )
    enabled = forms.BooleanField(required=False, label="On", initial=True)

    def __init__(self, *args: Any, code: str, taken: Collection[str] = (), **kwargs: Any) -> None:
        """A form with a trigger as its prefix is about that rule; another offers what is not `taken`."""
        super().__init__(*args, **kwargs)
        self.code = code
        if self.prefix in set(Trigger):
            self._settle(Trigger(self.prefix))
        else:
            choices = [choice for choice in DetectsBy.choices if choice[0] not in taken]
            self.fields["trigger"] = forms.ChoiceField(choices=choices, label="Detected by")

    @classmethod
    def of(cls, row: DetectionRule) -> "RuleForm":
        """The form as the rule stands."""
        stored = {
            "trigger": row.trigger,
            "values": "\n".join(row.values),
            "any_other": row.any_other,
            "enabled": row.enabled,
        }
        return cls(code=row.signal_type_id, prefix=row.trigger, initial=stored)

    @property
    def looks_for(self) -> bool:
        """Whether such a rule looks for something in particular."""
        return "values" in self.fields

    @property
    def rule(self) -> Rule:
        """What was entered."""
        data = self.cleaned_data
        values = tuple(filter(None, map(str.strip, data.get("values", "").splitlines())))
        return Rule(self.code, Trigger(data["trigger"]), values, data.get("any_other", False))

    def _settle(self, trigger: Trigger) -> None:
        """The kind of a rule stays what it is, and so does what such a rule may look for."""
        self.fields["trigger"].widget = forms.HiddenInput()
        if trigger in WITH_VALUES:
            self.fields["values"].label = WITH_VALUES[trigger].capitalize()
        else:
            del self.fields["values"], self.fields["any_other"]

    def refuse(self, error: MaunticError) -> None:
        """Show what the service refused where it was typed."""
        said = error.fields.get("values") if isinstance(error, Invalid) else None
        self.add_error("values" if self.looks_for else None, said or [error.message])


class TryForm(forms.Form):
    """Something that might happen, to see which signals it would show."""

    kind = forms.ChoiceField(choices=TRIED, label="What happens")
    value = forms.CharField(
        max_length=10 * LONGEST_VALUE,
        label="Address or name",
        widget=forms.TextInput(
            attrs={"placeholder": "https://www.example.com/pricing", "spellcheck": "false"}
        ),
    )
