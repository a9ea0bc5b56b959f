"""Trainings, the comparison with the shadow, and drift."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from mauntic.kernel.display import number, percent
from scoring.learning.domain.drift import Drift, measure_drift
from scoring.learning.domain.evaluation import auc
from scoring.learning.models import WINS, Outcome, OutcomeKind, RunState, TrainingRun
from scoring.model.models import ModelState, ModelVersion

JUDGED = [*WINS, OutcomeKind.LOST]
# The least outcomes of each kind to compare two models.
FEWEST = 20
RECENT = 500


@dataclass(frozen=True, slots=True)
class Comparison:
    """The model in force and its shadow on new outcomes; AUCs are None if there are too few."""

    n: int
    wins: int
    in_force: float | None
    shadow: float | None
    needed: int = FEWEST

    @property
    def losses(self) -> int:
        """Return the number of outcomes that were no wins."""
        return self.n - self.wins


def training_runs() -> QuerySet[TrainingRun]:
    """Return all trainings with their versions, latest first."""
    return TrainingRun.objects.select_related("version", "started_by")


def compare_shadow(version: ModelVersion) -> Comparison:
    """Compare both models on outcomes of leads that the shadow had scored before, in one query."""
    outcomes = Outcome.objects.filter(shadow_version=version, kind__in=JUDGED, total__isnull=False)
    rows = list(outcomes.values_list("kind", "total", "shadow_total"))
    won = [kind in WINS for kind, _, _ in rows]
    if min(sum(won), len(won) - sum(won)) < FEWEST:
        return Comparison(len(won), sum(won), None, None)
    in_force = auc(won, [float(total or 0) for _, total, _ in rows])
    return Comparison(len(won), sum(won), in_force, auc(won, [float(total or 0) for _, _, total in rows]))


def noticed_drift() -> Drift | None:
    """Compare the recent win rate with that of the training of the model in force or in shadow.

    Returns: None without a learned model, with too few new outcomes, and without lost deals: the rate of a
    sample of leads says nothing.
    """
    active = Q(version__state=ModelState.SHADOW) | Q(version__state=ModelState.IN_FORCE)
    run = TrainingRun.objects.filter(active, state=RunState.DONE, by_deals=True).first()
    if run is None:
        return None
    return measure_drift(learned=(run.wins, run.n), recent=_since(run.started_at))


def drift_text(drift: Drift) -> str:
    """Return the sentence that commands print about a drift."""
    text = (
        gettext(
            "The win rate moved from {before} to {after} over the last {count} outcomes. Train a new model."
        )
        if drift.moved
        else gettext("{after} of the last {count} outcomes were wins, {before} when the model learned.")
    )
    return text.format(after=percent(drift.after, 1), before=percent(drift.before, 1), count=number(drift.n))


def _since(at: datetime) -> tuple[int, int]:
    """Return wins and outcomes since a time."""
    outcomes = Outcome.objects.filter(happened_at__gt=at, kind__in=JUDGED).order_by("-happened_at")
    kinds = list(outcomes.values_list("kind", flat=True)[:RECENT])
    return sum(kind in WINS for kind in kinds), len(kinds)
