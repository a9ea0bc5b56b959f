"""Signal types as pages show them: curve, rules, volume and SLA."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

from mauntic.kernel.charts.lines import Series, line_chart
from mauntic.kernel.charts.shapes import Chart
from mauntic.kernel.charts.sparklines import Sparkline, sparkline
from mauntic.kernel.display import number, percent
from scoring.alerts.models import AlertPolicy
from scoring.detection.selectors import types
from scoring.detection.selectors.words import describe_rule
from scoring.signals.domain.strength import DecayModel, curve
from scoring.signals.models import SignalType

HOURS_PER_DAY = 24
MINUTES_PER_HOUR = 60


@dataclass(frozen=True, slots=True)
class TypeShown:
    """A signal type with the values of a row of the list."""

    type: SignalType
    curve: Sparkline | None
    life: str
    rules: Sequence[str]
    volume: types.Volume
    sla: str


def shown_type(row: SignalType, volume: types.Volume, policy: AlertPolicy | None) -> TypeShown:
    """Return a type as a row of the list."""
    rules = [describe_rule(each.rule()) for each in row.rules.all() if each.enabled]
    return TypeShown(row, fading_line(row), life(row), rules, volume, sla(policy))


def fading_line(row: SignalType) -> Sparkline | None:
    """Draw the strength of a signal from fresh to nothing, for a table cell."""
    return sparkline(curve(DecayModel(row.decay_model)), alternative=_fading(row))


def fading_chart(row: SignalType) -> Chart | None:
    """Draw the strength of a signal from fresh to nothing."""
    return line_chart(
        title=_fading(row),
        series=[Series(gettext("Strength"), "main", curve(DecayModel(row.decay_model)))],
        ends=(gettext("fresh"), life(row)),
        ticks={share: percent(share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)},
        written=percent,
    )


def life(row: SignalType) -> str:
    """Return how long a signal lives: `36 h`, and whole days from two days on: `7 d`."""
    days, rest = divmod(row.decay_hours, HOURS_PER_DAY)
    if days > 1 and not rest:
        return pgettext("days", "{number} d").format(number=number(days))
    return pgettext("hours", "{number} h").format(number=number(row.decay_hours))


def sla(policy: AlertPolicy | None) -> str:
    """Return the time to acknowledge alerts: `4 h`, `90 min`; empty if there are none."""
    if policy is None or not policy.enabled:
        return ""
    hours, rest = divmod(policy.minutes, MINUTES_PER_HOUR)
    if rest:
        return gettext("{number} min").format(number=number(policy.minutes))
    return pgettext("hours", "{number} h").format(number=number(hours))


def _fading(row: SignalType) -> str:
    text = gettext("{decay} over {life}")
    return text.format(decay=row.get_decay_model_display(), life=life(row))
