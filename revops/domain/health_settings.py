"""What speaks for and against a deal: the warnings and strengths, and how much each counts by default."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

LARGEST_WEIGHT = 100
"""Points of health: the whole scale."""
LARGEST_LIMIT = Decimal(9999)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A thing that health looks at. `weight` is what it costs at most, or adds, in points of 0-100.

    `limit` is in `unit`, from which on it counts; None where there is nothing to set.
    """

    key: str
    label: str
    about: str
    weight: int
    limit: Decimal | None = None
    unit: str = ""
    is_strength: bool = False
    enabled: bool = True


_ALL = (
    Weighed(
        "no_activity",
        "No activity",
        "Nothing was done about the deal for so many days.",
        weight=25,
        limit=Decimal(14),
        unit="days",
    ),
    Weighed(
        "stuck_in_stage",
        "Too long in its stage",
        "The deal is in its stage for so many times the days that the team's deals usually take there.",
        weight=15,
        limit=Decimal("1.5"),
        unit="times the usual",
    ),
    Weighed(
        "close_date_slipped",
        "Close date slips",
        "The expected close was moved to a later day so many times.",
        weight=15,
        limit=Decimal(2),
        unit="times",
    ),
    Weighed(
        "close_date_passed",
        "Close date has passed",
        "The expected close lies so many days back, and the deal is open.",
        weight=20,
        limit=Decimal(1),
        unit="days",
    ),
    Weighed(
        "single_threaded",
        "Single-threaded",
        "Fewer than so many people of the buyer are known, the deal's contact among them.",
        weight=10,
        limit=Decimal(2),
        unit="people",
    ),
    Weighed(
        "no_next_step", "No next step", "Neither a next step nor a dated activity is planned.", weight=10
    ),
    Weighed(
        "champion_gone",
        "Champion gone",
        "The champion left the committee or the company or may not be contacted, and nobody took over.",
        weight=25,
    ),
    Weighed(
        "no_economic_buyer",
        "No economic buyer",
        "From the proposal on: nobody is known who decides on the money.",
        weight=15,
    ),
    Weighed(
        "value_cut",
        "Value cut",
        "The deal is worth so much less than it once was, in the same currency.",
        weight=10,
        limit=Decimal(20),
        unit="percent",
    ),
    Weighed(
        "overdue_tasks",
        "Overdue activities",
        "So many activities of the deal should have been done already.",
        weight=10,
        limit=Decimal(1),
        unit="activities",
    ),
    Weighed(
        "engagement_fading",
        "Interest fades",
        "The buyer's people showed so much less intent in the last 30 days than in the 30 days before.",
        weight=10,
        limit=Decimal(50),
        unit="percent",
    ),
    Weighed(
        "engagement_silent",
        "No sign of interest",
        "The buyer's people showed intent fewer times than this in the last 30 days.",
        weight=10,
        limit=Decimal(1),
        unit="signals",
    ),
    Weighed(
        "engaged",
        "Strong interest",
        "The buyer's people showed intent so many times in the last 30 days.",
        weight=10,
        limit=Decimal(5),
        unit="signals",
        is_strength=True,
    ),
    Weighed("meeting_booked", "Meeting booked", "A meeting or demo is planned.", weight=5, is_strength=True),
    Weighed(
        "broad_committee",
        "Broad committee",
        "So many people of the buyer are known, the one who decides on the money among them.",
        weight=5,
        limit=Decimal(4),
        unit="people",
        is_strength=True,
    ),
)

DEFAULTS: Mapping[str, Weighed] = {each.key: each for each in _ALL}


def set_to(key: str, *, enabled: bool, weight: int, limit: Decimal | None) -> Weighed:
    """The warning of that key as an organization has set it; no limit is the default one."""
    default = DEFAULTS[key]
    return replace(default, enabled=enabled, weight=weight, limit=default.limit if limit is None else limit)


def problems(key: str, *, weight: int, limit: Decimal | None) -> dict[str, str]:
    """What is wrong with these settings of a warning that exists, by field; empty when all is well."""
    found = {}
    if not 0 <= weight <= LARGEST_WEIGHT:
        found["weight"] = f"Write a whole number of points from 0 to {LARGEST_WEIGHT}."
    if limit is None:
        return found
    kind = DEFAULTS[key]
    if kind.limit is None:
        found["limit"] = f"“{kind.label}” has no limit: leave it out."
    elif not 0 < limit <= LARGEST_LIMIT:
        found["limit"] = f"Write a number of {kind.unit} above 0 and up to {LARGEST_LIMIT}."
    return found
