"""What threshold crossings cause in other contexts, which register a dry run of their own rules.

Scoring does not know who receives its events. A context whose receiver acts on `ScoreThresholdCrossed`
registers a function here that reads what the receiver would do, so that a preview announces it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils.translation import gettext

from mauntic.events.catalog import ScoreThresholdCrossed
from scoring.preview.domain import Effect

Read = Callable[[Sequence[ScoreThresholdCrossed], datetime], Effect]


def _alerts_created(crossed: Sequence[ScoreThresholdCrossed], now: datetime) -> Effect:  # noqa: ARG001 (its signature)
    """Announce no alert: they come from signals. A receiver of crossings that creates some replaces this."""
    return Effect(0, gettext("No alert would be created: alerts come from signals, not from scores."))


_READERS: dict[str, Read] = {"alerts": _alerts_created}


def effect_of_crossing(name: str) -> Callable[[Read], Read]:
    """Register the decorated function, which reads an effect of crossings without writing.

    Args:
        name: the stable name of the effect, for the API.
    """

    def register(read: Read) -> Read:
        _READERS[name] = read
        return read

    return register


def effects_of(crossed: Sequence[ScoreThresholdCrossed], now: datetime) -> dict[str, Effect]:
    """Return the effects of crossings by name, of all contexts: what happens most often comes first.

    Args:
        crossed: the facts that publishing would publish.
        now: the time of the crossings.
    """
    found = {name: read(crossed, now) for name, read in _READERS.items()}
    return dict(sorted(found.items(), key=lambda named: -named[1].count))
