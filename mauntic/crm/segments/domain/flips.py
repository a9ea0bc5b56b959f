"""When conditions on time change their answer although no record changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from mauntic.kernel.conditions import Field, Kind, Operator, Tree, leaves

_DAYS, _HOURS = timedelta(days=1), timedelta(hours=1)
_AFTER = {
    Operator.WITHIN_DAYS: _DAYS,
    Operator.BEFORE_DAYS: _DAYS,
    Operator.WITHIN_HOURS: _HOURS,
    Operator.OLDER_THAN_HOURS: _HOURS,
}
"""The answer changes so many units after the value."""


@dataclass(frozen=True, slots=True)
class Flip:
    """A condition on `field` changes its answer at the value plus `shift`.

    `by_day` counts calendar days of the organization: the answer changes at the beginning of the day that is
    `shift` after that of the value.
    """

    field: str
    shift: timedelta
    by_day: bool = False

    def values_between(
        self, kind: Kind, after: datetime, until: datetime, zone: tzinfo
    ) -> tuple[object, object]:
        """Return the values `v` with `low <= v < high` whose answer changed in `after < t <= until`.

        Args:
            kind: of the field, a moment or a date.
            after: up to when the answer was followed.
            until: now.
            zone: of the organization.
        """
        if not self.by_day:
            least = timedelta(microseconds=1)
            return after - self.shift + least, until - self.shift + least
        days = (each.astimezone(zone).date() - self.shift + _DAYS for each in (after, until))
        if kind is Kind.DATE:
            low, high = days
            return low, high
        low_day, high_day = days
        return _start(low_day, zone), _start(high_day, zone)


def flips_of(tree: Tree, fields: Mapping[str, Field]) -> set[Flip]:
    """Return when the conditions of a tree change their answers by time alone.

    Args:
        tree: the conditions.
        fields: what they may compare, by key.
    """
    found: set[Flip] = set()
    for leaf in leaves(tree):
        kind = fields[leaf.field].kind
        if kind not in (Kind.MOMENT, Kind.DATE):
            continue
        count = leaf.value if isinstance(leaf.value, int | float) else 0
        if leaf.operator in _AFTER:
            shift = _AFTER[leaf.operator] * count
            # A day that is seven days old is within seven days until that day is over.
            found.add(
                Flip(leaf.field, shift + _DAYS, by_day=True) if kind is Kind.DATE else Flip(leaf.field, shift)
            )
            found.add(Flip(leaf.field, timedelta(0), by_day=kind is Kind.DATE))
        elif leaf.operator is Operator.IN_NEXT_DAYS:
            found.add(Flip(leaf.field, -_DAYS * count, by_day=True))
            found.add(_past(leaf.field, kind))
        elif leaf.operator is Operator.OVERDUE:
            found.add(_past(leaf.field, kind))
    return found


def _past(field: str, kind: Kind) -> Flip:
    """Return when a value becomes the past: a day when it is over, a moment at once."""
    return Flip(field, _DAYS, by_day=True) if kind is Kind.DATE else Flip(field, timedelta(0))


def _start(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(0), zone)
