"""How good what was learned is, and whether it still holds."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from scoring.domain.drift import Drift, drift
from scoring.domain.evaluation import auc
from scoring.models import ModelState, ModelVersion, Outcome, OutcomeKind, RunState, TrainingRun
from scoring.models.learning import WINS

JUDGED = [*WINS, OutcomeKind.LOST]
# So many of each kind are the least that two models are compared on.
FEWEST = 20
RECENT = 500


@dataclass(frozen=True, slots=True)
class Comparison:
    """The model in force and its shadow on outcomes since; AUCs are None while these are too few."""

    n: int
    wins: int
    in_force: float | None
    shadow: float | None
    needed: int = FEWEST

    @property
    def losses(self) -> int:
        """Outcomes that were no wins."""
        return self.n - self.wins


def training_runs() -> QuerySet[TrainingRun]:
    """All runs with their versions, the latest first."""
    return TrainingRun.objects.select_related("version", "started_by")


def compare_shadow(version: ModelVersion) -> Comparison:
    """Both models on the outcomes of leads that the shadow had scored before. One query."""
    outcomes = Outcome.objects.filter(shadow_version=version, kind__in=JUDGED, total__isnull=False)
    rows = list(outcomes.values_list("kind", "total", "shadow_total"))
    won = [kind in WINS for kind, _, _ in rows]
    if min(sum(won), len(won) - sum(won)) < FEWEST:
        return Comparison(len(won), sum(won), None, None)
    in_force = auc(won, [float(total or 0) for _, total, _ in rows])
    return Comparison(len(won), sum(won), in_force, auc(won, [float(total or 0) for _, _, total in rows]))


def noticed_drift() -> Drift | None:
    """The base rate of late against that of the learned model which is in force or in the shadow.

    None without such a model, while outcomes since are too few, and where no deals are lost: of leads that
    merely wait the rate is what was sampled.
    """
    active = Q(version__state=ModelState.SHADOW) | Q(version__state=ModelState.IN_FORCE)
    run = TrainingRun.objects.filter(active, state=RunState.DONE, by_deals=True).first()
    if run is None:
        return None
    return drift(learned=(run.wins, run.n), recent=_since(run.started_at))


def _since(at: datetime) -> tuple[int, int]:
    """Wins, and outcomes, of the latest ones since then."""
    outcomes = Outcome.objects.filter(happened_at__gt=at, kind__in=JUDGED).order_by("-happened_at")
    kinds = list(outcomes.values_list("kind", flat=True)[:RECENT])
    return sum(kind in WINS for kind in kinds), len(kinds)
