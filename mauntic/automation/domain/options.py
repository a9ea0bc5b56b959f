"""How often and when a definition may run for a record."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from mauntic.kernel.errors import Invalid

LONGEST_COOL_DOWN = 24 * 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How often and when.

    Args:
        cool_down_hours: how long after a run began the same record begins no other one; 0 for no limit.
        skips_imports: whether what an import writes begins nothing.
    """

    cool_down_hours: int = 0
    skips_imports: bool = False


def options_from(stored: Mapping[str, Any]) -> Options:
    """Return stored options. Those of a later release are left out."""
    known = {each.name for each in fields(Options)}
    return Options(**{name: value for name, value in stored.items() if name in known})


def as_stored(options: Options) -> dict[str, Any]:
    """Return options as a definition stores them."""
    return asdict(options)


def read_options(given: Mapping[str, Any]) -> Options:
    """Return options that somebody sent.

    Raises: `Invalid` with a sentence for each wrong one, by its name.
    """
    known = {each.name: type(each.default) for each in fields(Options)}
    wrong = {
        f"options.{name}": _("There is no such option. Use one of {names}.").format(names=", ".join(known))
        for name in given
        if name not in known
    }
    wrong |= {
        f"options.{name}": _("Send true or false.") if known[name] is bool else _("Send a whole number.")
        for name, value in given.items()
        if name in known and type(value) is not known[name]
    }
    if wrong:
        raise Invalid(wrong)
    options = Options(**given)
    if not 0 <= options.cool_down_hours <= LONGEST_COOL_DOWN:
        text = _("Send hours from 0 to {most}.").format(most=LONGEST_COOL_DOWN)
        raise Invalid({"options.cool_down_hours": text})
    return options
