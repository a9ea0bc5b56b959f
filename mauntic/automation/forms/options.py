"""The inputs of options: how often and when a definition runs, and when a record leaves it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms

from mauntic.automation.domain.options import LONGEST_ABSENCE, LONGEST_COOL_DOWN
from mauntic.automation.forms.conditions import Conditions
from mauntic.kernel.translation import StrPromise
from mauntic.kernel.translation import gettext_lazy as _

NUMBERS = ("cool_down_hours", "again_after_days")
HOURS = ("quiet_from", "quiet_to")
SWITCHES = ("skips_imports", "ends_on_leaving")
ENDS: Mapping[str, StrPromise] = {
    "goal": _("Goal: leads leave as soon as these match"),
    "exit": _("Exit: leads leave as soon as these match, without the goal"),
}


@dataclass(frozen=True, slots=True)
class End:
    """Conditions at which a lead leaves."""

    name: str
    label: StrPromise
    conditions: Conditions


def option_fields(names: Iterable[str]) -> dict[str, forms.Field]:
    """Return the fields of options by their names."""
    return {name: _field(name) for name in names}


def _field(name: str) -> forms.Field:
    match name:
        case "cool_down_hours":
            return forms.IntegerField(
                label=_("Hours before it starts again for the same record"),
                min_value=0,
                max_value=LONGEST_COOL_DOWN,
                required=False,
                help_text=_("0: it starts each time."),
            )
        case "again_after_days":
            return forms.IntegerField(
                label=_("Days before a lead may enter again"),
                min_value=0,
                max_value=LONGEST_ABSENCE,
                required=False,
                help_text=_("0: a lead enters once."),
            )
        case "quiet_from":
            return _time(_("No messages from"))
        case "quiet_to":
            return _time(_("No messages until"))
        case "ends_on_leaving":
            return forms.BooleanField(label=_("A lead that leaves the segment leaves"), required=False)
    return forms.BooleanField(label=_("Imports do not start it"), required=False)


def _time(label: StrPromise) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(
        label=label, required=False, widget=widget, help_text=_("In the time zone of the lead.")
    )
