"""What was learned from outcomes: how good it is, and whether it shall replace the rules."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from mauntic.kernel.errors import Conflict, Misconfigured
from scoring.models import ModelFactor, ModelState, ModelVersion, RunState, TrainingRun
from scoring.selectors.evaluation import Comparison, compare_shadow, noticed_drift, training_runs
from scoring.selectors.outcomes import readiness
from scoring.services import shadow
from scoring.services.training import start_training
from scoring.views.access import require_ops, signed_in
from scoring.views.learning_charts import Calibration, calibration

SHOWN = 10
TESTS = {
    "cross_validated": "Cross-validated",
    "out_of_time": "Learned from the first 70 %, tested on the rest",
}
MODELS = {
    "scorecard": "Learned scorecard",
    "in_force": "Model in force",
    "logistic": "Logistic regression",
    "naive_bayes": "Naive Bayes",
}
CHANGE = "change the scoring model"


@dataclass(frozen=True, slots=True)
class Shown:
    """The latest model that was learned, with what the page shows of it."""

    run: TrainingRun
    tables: list[tuple[str, list[tuple[str, dict[str, float]]]]]
    factors: list[ModelFactor]
    chart: Calibration
    bands: list[tuple[dict[str, float], float]]
    promises: list[tuple[int, float]]
    comparison: Comparison | None


@login_required
@require_GET
def learning(request: HttpRequest) -> HttpResponse:
    """Outcomes so far, the latest learned model with its figures, and all runs."""
    runs = list(training_runs()[:SHOWN])
    latest = next((run for run in runs if run.state == RunState.DONE), None)
    page = {
        "ready": readiness(),
        "runs": runs,
        "running": any(run.running for run in runs),
        "shown": _shown(latest) if latest else None,
        "drift": noticed_drift(),
        "may_change": signed_in(request).is_ops,
    }
    htmx = getattr(request, "htmx", None)
    part = "#live" if htmx and htmx.target == "live" else ""
    response = render(request, f"scoring/learning.html{part}", page)
    # Else the browser's cache would show the part where the back button wants the page.
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@login_required
@require_POST
def train(request: HttpRequest) -> HttpResponse:
    """Send off a training."""
    user = require_ops(request, CHANGE)
    try:
        start_training(by=user)
    except (Conflict, Misconfigured) as error:
        messages.error(request, error.message)
    return redirect("scoring:learning")


@login_required
@require_POST
def promote(request: HttpRequest, version: int) -> HttpResponse:
    """Put the learned version in force."""
    user = require_ops(request, CHANGE)
    found = get_object_or_404(ModelVersion, version=version)
    try:
        shadow.promote(version=found, by=user)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Version {version} is in force. All leads are scored anew now.")
    return redirect("scoring:learning")


@login_required
@require_POST
def discard(request: HttpRequest, version: int) -> HttpResponse:
    """Watch the learned version no longer."""
    require_ops(request, CHANGE)
    found = get_object_or_404(ModelVersion, version=version)
    try:
        shadow.discard(version=found)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, f"Version {version} is not watched any longer. It is kept among the versions."
        )
    return redirect("scoring:learning")


def _shown(run: TrainingRun) -> Shown:
    tables = [
        (title, [(label, by_model[name]) for name, label in MODELS.items() if name in by_model])
        for test, title in TESTS.items()
        if (by_model := run.figures.get(test))
    ]
    watched = run.version if run.version and run.version.state == ModelState.SHADOW else None
    return Shown(
        run=run,
        tables=tables,
        factors=list(run.version.factors.order_by("-weight", "position")) if run.version else [],
        chart=calibration(run.bands),
        bands=[(band, band["rate"] / run.base_rate) for band in run.bands],
        promises=[(total, run.promise(total)) for total in range(0, 101, 20)],
        comparison=compare_shadow(watched) if watched else None,
    )
