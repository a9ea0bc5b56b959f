"""The receivers of scoring, by topic."""

# The order of the receivers of an event: alerts first, since people wait for them, and scores before
# detection, so that each new lead has a score.
# isort: off
from scoring.alerts import handlers as alerts
from scoring.scores import handlers as scores
from scoring.detection import handlers as detection
from scoring.learning import handlers as learning
from scoring.recalculation import handlers as recalculation
# isort: on

from mauntic.kernel.codes import name_codes
from scoring.alerts.models import answer_words
from scoring.model.models import FACTOR_TEXTS
from scoring.signals.models import LABELS, Priority, source_label

__all__ = ["alerts", "detection", "learning", "recalculation", "scores"]


def _factor(code: str) -> str:
    text = FACTOR_TEXTS.get(code)
    return str(text.label) if text else ""


name_codes("factor", _factor)
name_codes("signalType", lambda code: str(LABELS.get(code, "")))
name_codes("signalSource", source_label)
name_codes("answeredWith", answer_words)
name_codes("priority", lambda code: str(dict(Priority.choices).get(code, "")))
