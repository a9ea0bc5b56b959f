"""What people type about alerts."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms

from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people
from scoring.models import AlertPolicy
from scoring.models.alerts import LONGEST_PROMISE_MINUTES, EscalatesTo
from scoring.models.signals import Priority
from scoring.selectors import ALERT_STATES, ALERT_TABS, AlertsFilter
from scoring.services import PromiseChange

MINUTES_PER_HOUR = 60
SNOOZE_HOURS = ((1, "1 hour"), (4, "4 hours"), (24, "1 day"), (72, "3 days"), (168, "1 week"))
REASON_LENGTH = 300


class AlertsFilterForm(forms.Form):
    """Which alerts the list shows. The address may say anything: what is unknown is not asked for."""

    tab = forms.ChoiceField(choices=list(ALERT_TABS.items()), required=False)
    state = forms.ChoiceField(choices=list(ALERT_STATES.items()), required=False, label="Which")
    priority = forms.ChoiceField(choices=[("", "Any priority"), *Priority.choices], required=False)
    lead = forms.UUIDField(required=False)

    def wanted(self) -> AlertsFilter:
        """What was asked for, as far as it is known."""
        self.is_valid()
        known = {name: value for name, value in self.cleaned_data.items() if value}
        return AlertsFilter(**known)


class AcknowledgeForm(forms.Form):
    """Nothing more than which alerts."""


class SnoozeForm(forms.Form):
    """For how long, and why."""

    hours = forms.TypedChoiceField(choices=SNOOZE_HOURS, coerce=int, label="Snooze for")
    reason = forms.CharField(
        max_length=REASON_LENGTH,
        error_messages={"required": "Say why it can wait; it is kept with the alert."},
    )

    @property
    def duration(self) -> timedelta:
        """How long it is to be hidden."""
        return timedelta(hours=self.cleaned_data["hours"])


class ReassignForm(forms.Form):
    """To whom."""

    to = forms.ModelChoiceField(
        queryset=User.objects.none(),
        error_messages={
            "required": "Choose who is to act on it.",
            "invalid_choice": "This person can no longer sign in. Choose somebody else.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = active_people()  # type: ignore[attr-defined]  # a choice of rows


class EscalateForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        max_length=REASON_LENGTH, error_messages={"required": "Say what you need; they read it first."}
    )


class PolicyRow(NamedTuple):
    """The fields of a priority."""

    label: str
    enabled: forms.BoundField
    hours: forms.BoundField
    in_business_hours: forms.BoundField
    escalates_to: forms.BoundField


class AlertPoliciesForm(forms.Form):
    """A promise for each priority."""

    def __init__(self, *args: Any, policies: Sequence[AlertPolicy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policies = policies
        for policy in policies:
            for name, field in _policy_fields(policy).items():
                self.fields[f"{policy.priority}-{name}"] = field

    def rows(self) -> Iterator[PolicyRow]:
        """The fields as the table shows them."""
        for policy in self.policies:
            names = PolicyRow._fields[1:]
            yield PolicyRow(str(policy), *(self[f"{policy.priority}-{name}"] for name in names))

    def changes(self) -> list[PromiseChange]:
        """What was entered."""
        return [self._change(policy.priority) for policy in self.policies]

    def _change(self, priority: str) -> PromiseChange:
        entered = {name: self.cleaned_data[f"{priority}-{name}"] for name in PolicyRow._fields[1:]}
        minutes = round(entered.pop("hours") * MINUTES_PER_HOUR)
        return PromiseChange(priority=priority, minutes=minutes, **entered)


def _policy_fields(policy: AlertPolicy) -> dict[str, forms.Field]:
    return {
        "enabled": _box(f"{policy} signals make alerts", checked=policy.enabled),
        "hours": forms.DecimalField(
            label=f"{policy}: hours to act",
            min_value=Decimal(1) / MINUTES_PER_HOUR,
            max_value=Decimal(LONGEST_PROMISE_MINUTES) / MINUTES_PER_HOUR,
            initial=f"{policy.minutes / MINUTES_PER_HOUR:g}",
            widget=forms.NumberInput(
                attrs={
                    "class": "form-control form-control-sm",
                    "step": "any",
                    "aria-label": f"{policy}: hours",
                }
            ),
            error_messages={
                "min_value": "Allow a minute at least.",
                "max_value": "Allow 720 hours (30 days) at most.",
                "invalid": "Write a number of hours, such as 4 or 0.5.",
                "required": "Write a number of hours, such as 4 or 0.5.",
            },
        ),
        "in_business_hours": _box(f"{policy}: counted in business hours", checked=policy.in_business_hours),
        "escalates_to": forms.ChoiceField(
            label=f"{policy}: who is told",
            choices=EscalatesTo.choices,
            required=False,
            initial=policy.escalates_to,
            widget=forms.Select(
                attrs={"class": "form-select form-select-sm", "aria-label": f"{policy}: who is told"}
            ),
        ),
    }


def _box(label: str, *, checked: bool) -> forms.BooleanField:
    widget = forms.CheckboxInput(attrs={"class": "form-check-input", "aria-label": label})
    return forms.BooleanField(label=label, required=False, initial=checked, widget=widget)
