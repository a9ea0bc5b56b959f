"""The warnings and strengths of deal health, and their defaults."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from mauntic.kernel.translation import gettext as _

LARGEST_WEIGHT = 100
"""Points of health; 100 is the whole scale."""
LARGEST_LIMIT = Decimal(9999)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The settings of a warning or strength. `weight` is the most points (0-100) that it subtracts or adds.

    It counts from `limit` on, in the unit of the warning; None if it has no limit.
    """

    key: str
    weight: int
    limit: Decimal | None = None
    is_strength: bool = False
    enabled: bool = True

    @property
    def label(self) -> str:
        """The name of the warning."""
        return _TEXTS[self.key]()[0]

    @property
    def about(self) -> str:
        """The description of the warning."""
        return _TEXTS[self.key]()[1]

    @property
    def unit(self) -> str:
        """The unit of the limit; empty without a limit."""
        return _TEXTS[self.key]()[2]


# Name, description and unit of each warning, looked up in the current language.
_TEXTS: Mapping[str, Callable[[], tuple[str, str, str]]] = {
    "no_activity": lambda: (_("No activity"), _("No activity for this many days."), _("days")),
    "stuck_in_stage": lambda: (
        _("Stuck in stage"),
        _("In its stage for this many times the team's median."),
        _("times the median"),
    ),
    "close_date_slipped": lambda: (
        _("Close date slips"),
        _("The close date was postponed this many times."),
        _("times"),
    ),
    "close_date_passed": lambda: (
        _("Close date passed"),
        _("Open this many days after the expected close date."),
        _("days"),
    ),
    "single_threaded": lambda: (
        _("Single-threaded"),
        _("Fewer known contacts than this, including the main contact."),
        _("people"),
    ),
    "no_next_step": lambda: (_("No next step"), _("No next step and no scheduled activity."), ""),
    "champion_gone": lambda: (
        _("Champion gone"),
        _("The champion left or is suppressed, and there is no other champion."),
        "",
    ),
    "no_economic_buyer": lambda: (_("No economic buyer"), _("No economic buyer from the proposal on."), ""),
    "value_cut": lambda: (
        _("Value cut"),
        _("Worth this much less than its highest value, in the same currency."),
        _("percent"),
    ),
    "overdue_tasks": lambda: (
        _("Overdue activities"),
        _("This many activities are overdue."),
        _("activities"),
    ),
    "engagement_fading": lambda: (
        _("Declining intent"),
        _("This much less intent in the last 30 days than in the 30 days before."),
        _("percent"),
    ),
    "engagement_silent": lambda: (
        _("No intent"),
        _("Fewer signals of intent than this in the last 30 days."),
        _("signals"),
    ),
    "engaged": lambda: (
        _("Strong intent"),
        _("At least this many signals of intent in the last 30 days."),
        _("signals"),
    ),
    "meeting_booked": lambda: (_("Meeting scheduled"), _("A meeting or demo is scheduled."), ""),
    "broad_committee": lambda: (
        _("Broad committee"),
        _("This many known contacts, including the economic buyer."),
        _("people"),
    ),
}


_ALL = (
    Weighed("no_activity", weight=25, limit=Decimal(14)),
    Weighed("stuck_in_stage", weight=15, limit=Decimal("1.5")),
    Weighed("close_date_slipped", weight=15, limit=Decimal(2)),
    Weighed("close_date_passed", weight=20, limit=Decimal(1)),
    Weighed("single_threaded", weight=10, limit=Decimal(2)),
    Weighed("no_next_step", weight=10),
    Weighed("champion_gone", weight=25),
    Weighed("no_economic_buyer", weight=15),
    Weighed("value_cut", weight=10, limit=Decimal(20)),
    Weighed("overdue_tasks", weight=10, limit=Decimal(1)),
    Weighed("engagement_fading", weight=10, limit=Decimal(50)),
    Weighed("engagement_silent", weight=10, limit=Decimal(1)),
    Weighed("engaged", weight=10, limit=Decimal(5), is_strength=True),
    Weighed("meeting_booked", weight=5, is_strength=True),
    Weighed("broad_committee", weight=5, limit=Decimal(4), is_strength=True),
)

DEFAULTS: Mapping[str, Weighed] = {each.key: each for each in _ALL}


def set_to(key: str, *, enabled: bool, weight: int, limit: Decimal | None) -> Weighed:
    """Return the settings of a warning; without a limit the default one applies."""
    default = DEFAULTS[key]
    return replace(default, enabled=enabled, weight=weight, limit=default.limit if limit is None else limit)


def problems(key: str, *, weight: int, limit: Decimal | None) -> dict[str, str]:
    """Return the errors in settings of an existing warning, by field; empty if there are none."""
    found = {}
    if not 0 <= weight <= LARGEST_WEIGHT:
        found["weight"] = _("Enter whole points from 0 to {most}.").format(most=LARGEST_WEIGHT)
    if limit is None:
        return found
    kind = DEFAULTS[key]
    if kind.limit is None:
        found["limit"] = _('"{warning}" has no limit. Leave it empty.').format(warning=kind.label)
    elif not 0 < limit <= LARGEST_LIMIT:
        found["limit"] = _("Enter a number above 0, up to {most}.").format(most=LARGEST_LIMIT)
    return found
