"""How often and when a definition may run for a record, and when a record leaves it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import time
from typing import Any

from django.utils.translation import gettext as _

from mauntic.automation.domain.quiet import QuietHours
from mauntic.kernel.errors import Invalid

LONGEST_COOL_DOWN, LONGEST_ABSENCE = 24 * 365, 3_650
WORKFLOW, JOURNEY = "workflow", "journey"
_OF_KIND = {
    WORKFLOW: ("cool_down_hours", "skips_imports"),
    JOURNEY: (
        "again_after_days",
        "skips_imports",
        "goal",
        "exit",
        "quiet_from",
        "quiet_to",
        "ends_on_leaving",
    ),
}
_MOST = {"cool_down_hours": LONGEST_COOL_DOWN, "again_after_days": LONGEST_ABSENCE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How often and when. Workflows know the first two; journeys all but the first.

    Args:
        cool_down_hours: how long after a run began the same record begins no other one; 0 for no limit.
        skips_imports: whether what an import writes begins nothing.
        again_after_days: how long after a lead left a journey it may enter again; 0 for never.
        goal: conditions; whoever meets them has reached the goal, and leaves at once. Empty for none.
        exit: conditions; whoever meets them leaves at once. Empty for none.
        quiet_from: a time of day such as `21:00`; from then on no messages go, in the zone of the lead.
        quiet_to: when messages go again.
        ends_on_leaving: whether a lead that leaves the segment of the trigger leaves the journey.
    """

    cool_down_hours: int = 0
    skips_imports: bool = False
    again_after_days: int = 0
    goal: Mapping[str, Any] = field(default_factory=dict)
    exit: Mapping[str, Any] = field(default_factory=dict)
    quiet_from: str = ""
    quiet_to: str = ""
    ends_on_leaving: bool = False

    @property
    def quiet_hours(self) -> QuietHours | None:
        """Return when no messages go; None if they always do."""
        if not self.quiet_from:
            return None
        return QuietHours(time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_to))


def options_from(stored: Mapping[str, Any]) -> Options:
    """Return stored options. Those of a later release are left out."""
    known = {each.name for each in fields(Options)}
    return Options(**{name: value for name, value in stored.items() if name in known})


def as_stored(options: Options) -> dict[str, Any]:
    """Return options as a definition stores them: those that differ from the usual."""
    usual = Options()
    values = {each.name: getattr(options, each.name) for each in fields(Options)}
    return {name: value for name, value in values.items() if value != getattr(usual, name)}


def shown(options: Options, kind: str) -> dict[str, Any]:
    """Return all options of a workflow or a journey by name."""
    return {name: getattr(options, name) for name in _OF_KIND[kind]}


def read_options(given: Mapping[str, Any], kind: str = WORKFLOW) -> Options:
    """Return options that somebody sent. Conditions in them are not read.

    Args:
        given: the options by name.
        kind: `workflow` or `journey`.

    Raises: `Invalid` with a sentence for each wrong one, by its name.
    """
    usual, known = Options(), _OF_KIND[kind]
    wrong = {
        f"options.{name}": _("There is no such option. Use one of {names}.").format(names=", ".join(known))
        for name in given
        if name not in known
    }
    wrong |= {
        f"options.{name}": _wanted(getattr(usual, name))
        for name, value in given.items()
        if name in known and type(value) is not type(getattr(usual, name))
    }
    if wrong:
        raise Invalid(wrong)
    options = Options(**given)
    if wrong := {**_wrong_numbers(options), **_wrong_hours(options)}:
        raise Invalid({f"options.{name}": said for name, said in wrong.items()})
    return options


def _wanted(usual: Any) -> str:
    match usual:
        case bool():
            return _("Send true or false.")
        case int():
            return _("Send a whole number.")
        case str():
            return _("Send a time of day such as 21:00.")
    return _("Send conditions.")


def _wrong_numbers(options: Options) -> dict[str, str]:
    texts = {
        "cool_down_hours": _("Send hours from 0 to {most}."),
        "again_after_days": _("Send days from 0 to {most}."),
    }
    return {
        name: texts[name].format(most=most)
        for name, most in _MOST.items()
        if not 0 <= getattr(options, name) <= most
    }


def _wrong_hours(options: Options) -> dict[str, str]:
    given = {name: getattr(options, name) for name in ("quiet_from", "quiet_to")}
    if not any(given.values()):
        return {}
    wrong = {
        name: _("Send a time of day such as 21:00.") for name, value in given.items() if not _is_time(value)
    }
    if not wrong and options.quiet_from == options.quiet_to:
        return {"quiet_to": _("Send another time than the one at which the quiet hours begin.")}
    return wrong


def _is_time(text: str) -> bool:
    hours, colon, minutes = text.partition(":")
    try:
        return len(hours) == len(minutes) == 2 and bool(colon) and time(int(hours), int(minutes)) is not None  # noqa: PLR2004 (digits)
    except ValueError:
        return False
