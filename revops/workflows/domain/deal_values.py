"""The fields of a deal that a workflow may change, and how their values are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from mauntic.kernel.translation import StrPromise
from mauntic.kernel.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class DealField:
    """A field: its name for people, and the kind of its value: text, priority, category, day or percent."""

    label: StrPromise
    kind: str


FIELDS: Mapping[str, DealField] = {
    "next_step": DealField(_("Next step"), "text"),
    "priority": DealField(_("Priority"), "priority"),
    "expected_close_on": DealField(_("Expected close"), "day"),
    "category_override": DealField(_("Forecast category"), "category"),
    "probability": DealField(_("Probability (%)"), "percent"),
}


def value_of(name: str, text: str, today: date) -> Any:
    """Return the value that a checked text stands for.

    Args:
        name: a key of `FIELDS`.
        text: `+14` and `-1` are days from today; a percentage is a number from 0 to 100.
        today: the organization's.
    """
    match FIELDS[name].kind:
        case "day" if text.startswith(("+", "-")):
            return today + timedelta(days=int(text))
        case "day":
            return date.fromisoformat(text) if text else None
        case "percent":
            return Decimal(text) / 100
    return text
