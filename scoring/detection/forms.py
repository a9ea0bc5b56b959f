"""Forms of the signal settings."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.errors import Invalid, MaunticError
from scoring.detection.domain.rules import WITH_VALUES, Rule, Trigger
from scoring.detection.models import LONGEST_VALUE, DetectionRule, DetectsBy
from scoring.detection.services.types import SignalTypeChange
from scoring.signals.models import LONGEST_DECAY_HOURS, Decay, Priority, SignalType, Tier

TRIED = (
    (Trigger.PAGE_VISITED.value, _("Page address")),
    (Trigger.FORM_SUBMITTED.value, _("Form type")),
    (Trigger.EVENT_TRACKED.value, _("Tracked event")),
    (Trigger.FIELD_REPLACED.value, _("Replaced field")),
    (Trigger.TECHNOLOGY_ADDED.value, _("Technology added")),
    (Trigger.TECHNOLOGY_REMOVED.value, _("Technology removed")),
)


_HELP = {
    Trigger.PAGE_VISITED: _(
        "One per line; a page matches any of them. An exclamation mark excludes pages, as in !/docs. "
        "Leave empty to match every page."
    ),
    Trigger.USAGE_SPIKE: _("A whole number. Default: 3."),
}
_VALUES = {
    Trigger.PAGE_VISITED: _("Parts of the path"),
    Trigger.FORM_SUBMITTED: _("Form types"),
    Trigger.EVENT_TRACKED: _("Event names"),
    Trigger.FIELD_REPLACED: _("Fields"),
    Trigger.TECHNOLOGY_ADDED: _("Watched technologies"),
    Trigger.TECHNOLOGY_REMOVED: _("Watched technologies"),
    Trigger.USAGE_SPIKE: _("Least events in a day"),
}


class SignalTypeForm(forms.Form):
    """The weight, fading and priority of a signal type."""

    weight = forms.DecimalField(
        min_value=0, max_value=1, decimal_places=3, label=_("Weight"), help_text=_("0 to 1, when fresh")
    )
    decay_hours = forms.IntegerField(
        min_value=1, max_value=LONGEST_DECAY_HOURS, label=_("Hours"), help_text=_("Until it has faded")
    )
    decay_model = forms.ChoiceField(choices=Decay.choices, label=_("Fades"))
    priority = forms.ChoiceField(
        choices=Priority.choices, label=_("Priority"), help_text=_("Sets the SLA of its alerts")
    )
    tier = forms.ChoiceField(choices=Tier.choices, label=_("Tier"))
    enabled = forms.BooleanField(
        required=False,
        label=_("Record signals"),
        help_text=_("If off, new signals of this type are not recorded."),
    )

    @classmethod
    def of(cls, row: SignalType) -> "SignalTypeForm":
        """Return the form with the current settings."""
        stored = {name: getattr(row, name) for name in cls.base_fields}
        return cls(initial=stored | {"weight": row.weight.normalize()})

    def change(self) -> SignalTypeChange:
        """Return the entered settings."""
        return SignalTypeChange(**self.cleaned_data)


class RuleForm(forms.Form):
    """A rule of a signal type: its trigger and values."""

    trigger = forms.ChoiceField(choices=DetectsBy.choices, label=_("Detected by"))
    values = forms.CharField(
        max_length=10_000,
        required=False,
        label=_("Values"),
        help_text=_("One per line; the rule matches any of them. Leave empty to match everything."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    any_other = forms.BooleanField(
        required=False, label=_("Any other"), help_text=_("Only what no other rule of this kind matches.")
    )
    enabled = forms.BooleanField(required=False, label=_("On"), initial=True)

    def __init__(self, *args: Any, code: str, taken: Collection[str] = (), **kwargs: Any) -> None:
        """Create a form for the rule of the trigger in the prefix, or for a new one that is not `taken`."""
        super().__init__(*args, **kwargs)
        self.code = code
        if self.prefix in set(Trigger):
            self._fix_trigger(Trigger(self.prefix))
        else:
            choices = [choice for choice in DetectsBy.choices if choice[0] not in taken]
            self.fields["trigger"] = forms.ChoiceField(choices=choices, label=_("Detected by"))

    @classmethod
    def of(cls, row: DetectionRule) -> "RuleForm":
        """Return the form with the current rule."""
        stored = {
            "trigger": row.trigger,
            "values": "\n".join(row.values),
            "any_other": row.any_other,
            "enabled": row.enabled,
        }
        return cls(code=row.signal_type_id, prefix=row.trigger, initial=stored)

    @property
    def looks_for(self) -> bool:
        """Return whether the rule may have values."""
        return "values" in self.fields

    @property
    def rule(self) -> Rule:
        """Return the entered rule."""
        data = self.cleaned_data
        values = tuple(filter(None, map(str.strip, data.get("values", "").splitlines())))
        return Rule(self.code, Trigger(data["trigger"]), values, data.get("any_other", False))

    def _fix_trigger(self, trigger: Trigger) -> None:
        """Fix the trigger, and keep the fields that it needs."""
        self.fields["trigger"].widget = forms.HiddenInput()
        if trigger in WITH_VALUES:
            self.fields["values"].label = _VALUES[trigger]
            self.fields["values"].help_text = _HELP.get(trigger, self.fields["values"].help_text)
            if trigger is Trigger.USAGE_SPIKE:
                self.fields["values"].widget = forms.TextInput(attrs={"inputmode": "numeric"})
                del self.fields["any_other"]
        else:
            del self.fields["values"], self.fields["any_other"]

    def refuse(self, error: MaunticError) -> None:
        """Show an error of the service at its field."""
        errors = error.fields.get("values") if isinstance(error, Invalid) else None
        self.add_error("values" if self.looks_for else None, errors or [error.message])


class TryForm(forms.Form):
    """A happening to test the rules with."""

    kind = forms.ChoiceField(choices=TRIED, label=_("Happening"))
    value = forms.CharField(
        max_length=10 * LONGEST_VALUE,
        label=_("Address or name"),
        widget=forms.TextInput(
            attrs={"placeholder": "https://www.example.com/pricing", "spellcheck": "false"}
        ),
    )
