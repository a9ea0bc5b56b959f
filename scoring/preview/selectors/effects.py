"""What threshold crossings cause in other contexts, which register a dry run of their own rules.

Scoring does not know who receives its events. A context whose receiver acts on `ScoreThresholdCrossed`
registers a function here that reads what the receiver would do, so that a preview announces it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from mauntic.events.catalog import ScoreThresholdCrossed
from scoring.preview.domain import Effect

Read = Callable[[Sequence[ScoreThresholdCrossed], datetime], Effect]
_READERS: dict[str, Read] = {}


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
    """Return the effects of crossings by name, of all contexts.

    Args:
        crossed: the facts that publishing would publish.
        now: the time of the crossings.
    """
    return {name: read(crossed, now) for name, read in _READERS.items()}
