"""Forms of alerts and their policies."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people
from mauntic.kernel.pages.forms import DayField, MomentField
from scoring.alerts.models import LONGEST_SLA_MINUTES, AlertPolicy, EscalatesTo
from scoring.alerts.selectors.matching import ALERT_STATES, ALERT_TABS, AlertsFilter
from scoring.alerts.services.policies import PolicyChange
from scoring.signals.models import Priority, SignalType

MINUTES_PER_HOUR = 60
SNOOZE_HOURS = ((1, _("1 hour")), (4, _("4 hours")), (24, _("1 day")), (72, _("3 days")), (168, _("1 week")))
REASON_LENGTH = 300
LONGEST_CURSOR = 300


class AlertsFilterForm(forms.Form):
    """Filters of the list, from the query string. Unknown values are ignored."""

    tab = forms.ChoiceField(choices=list(ALERT_TABS.items()), required=False)
    state = forms.ChoiceField(choices=list(ALERT_STATES.items()), required=False, label=_("Status"))
    priority = forms.ChoiceField(choices=[("", _("Any priority")), *Priority.choices], required=False)
    lead = forms.UUIDField(required=False)
    day = DayField(required=False)

    def wanted(self) -> AlertsFilter:
        """Return the filters that are valid."""
        self.is_valid()
        names = (field.name for field in fields(AlertsFilter))
        return AlertsFilter(**{name: value for name in names if (value := self.cleaned_data.get(name))})


class OpenedForm(forms.Form):
    """The lead whose signals the page shows, and the page of the list."""

    fold = forms.UUIDField(required=False)
    after = forms.CharField(required=False, max_length=LONGEST_CURSOR)
    before = forms.CharField(required=False, max_length=LONGEST_CURSOR)

    def opened(self) -> dict[str, Any]:
        """Return the values that are valid, and None or "" for others."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class ChosenForm(AlertsFilterForm):
    """Alerts of a list: all that match its filter, or those of some leads, as the person saw them."""

    ALL, LEADS = "all", "leads"
    of = forms.ChoiceField(choices=[(ALL, ALL), (LEADS, LEADS)])
    until = MomentField()


class MuteForm(forms.Form):
    """The signal type to mute."""

    type = forms.ModelChoiceField(
        SignalType.objects.all(),
        error_messages={
            "required": _("Choose a signal type."),
            "invalid_choice": _("This signal type does not exist. Choose one from the list."),
        },
    )


class AcknowledgeForm(forms.Form):
    """No field: the alerts come from the list."""


class SnoozeForm(forms.Form):
    """The time to snooze until, and the reason."""

    hours = forms.TypedChoiceField(choices=SNOOZE_HOURS, coerce=int, label=_("Snooze for"))
    reason = forms.CharField(
        max_length=REASON_LENGTH,
        error_messages={"required": _("Enter a reason to snooze the alert.")},
    )

    @property
    def duration(self) -> timedelta:
        """Return how long to hide the alerts."""
        return timedelta(hours=self.cleaned_data["hours"])


class ReassignForm(forms.Form):
    """The new assignee."""

    to = forms.ModelChoiceField(
        queryset=User.objects.none(),
        error_messages={
            "required": _("Choose an assignee."),
            "invalid_choice": _("This user is deactivated. Choose another assignee."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = active_people()  # type: ignore[attr-defined]  # a choice of rows


class EscalateForm(forms.Form):
    """The reason to escalate."""

    reason = forms.CharField(
        max_length=REASON_LENGTH,
        error_messages={"required": _("Enter what you need from the people you escalate to.")},
    )


class PolicyRow(NamedTuple):
    """The fields of a priority."""

    label: str
    enabled: forms.BoundField
    hours: forms.BoundField
    in_business_hours: forms.BoundField
    escalates_to: forms.BoundField


class AlertPoliciesForm(forms.Form):
    """The SLA of each priority."""

    def __init__(self, *args: Any, policies: Sequence[AlertPolicy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policies = policies
        for policy in policies:
            for name, field in _policy_fields(policy).items():
                self.fields[f"{policy.priority}-{name}"] = field

    def rows(self) -> Iterator[PolicyRow]:
        """Yield the fields of each priority, as the table shows them."""
        for policy in self.policies:
            names = PolicyRow._fields[1:]
            yield PolicyRow(str(policy), *(self[f"{policy.priority}-{name}"] for name in names))

    def changes(self) -> list[PolicyChange]:
        """Return the entered policies."""
        return [self._change(policy.priority) for policy in self.policies]

    def _change(self, priority: str) -> PolicyChange:
        entered = {name: self.cleaned_data[f"{priority}-{name}"] for name in PolicyRow._fields[1:]}
        minutes = round(entered.pop("hours") * MINUTES_PER_HOUR)
        return PolicyChange(priority=priority, minutes=minutes, **entered)


def _policy_fields(policy: AlertPolicy) -> dict[str, forms.Field]:
    hours = gettext("{priority}: hours to acknowledge").format(priority=policy)
    escalates_to = gettext("{priority}: escalate to").format(priority=policy)
    return {
        "enabled": _box(gettext("{priority}: create alerts").format(priority=policy), checked=policy.enabled),
        "hours": forms.DecimalField(
            label=hours,
            min_value=Decimal(1) / MINUTES_PER_HOUR,
            max_value=Decimal(LONGEST_SLA_MINUTES) / MINUTES_PER_HOUR,
            initial=f"{policy.minutes / MINUTES_PER_HOUR:g}",
            widget=forms.NumberInput(
                attrs={
                    "class": "form-control form-control-sm",
                    "step": "any",
                    "aria-label": hours,
                }
            ),
            error_messages={
                "min_value": gettext("Enter at least 1 minute (0.02 hours)."),
                "max_value": gettext("Enter at most 720 hours (30 days)."),
                "invalid": gettext("Enter a number of hours, such as 4 or 0.5."),
                "required": gettext("Enter a number of hours, such as 4 or 0.5."),
            },
        ),
        "in_business_hours": _box(
            gettext("{priority}: business hours only").format(priority=policy),
            checked=policy.in_business_hours,
        ),
        "escalates_to": forms.ChoiceField(
            label=escalates_to,
            choices=EscalatesTo.choices,
            required=False,
            initial=policy.escalates_to,
            widget=forms.Select(attrs={"class": "form-select form-select-sm", "aria-label": escalates_to}),
        ),
    }


def _box(label: str, *, checked: bool) -> forms.BooleanField:
    widget = forms.CheckboxInput(attrs={"class": "form-check-input", "aria-label": label})
    return forms.BooleanField(label=label, required=False, initial=checked, widget=widget)
