"""The page of learned models."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import require_ops, signed_in
from mauntic.kernel.charts.shapes import Chart
from mauntic.kernel.errors import Conflict, Misconfigured
from mauntic.kernel.pages.parts import later
from scoring.learning.models import RunState, TrainingRun
from scoring.learning.selectors.outcomes import readiness
from scoring.learning.selectors.runs import Comparison, compare_shadow, noticed_drift, training_runs
from scoring.learning.services import shadow
from scoring.learning.services.training import start_training
from scoring.learning.views.charts import calibration
from scoring.model.models import ModelFactor, ModelState, ModelVersion
from scoring.versions.forms import CrossingsForm

SHOWN = 10
TESTS = {
    "cross_validated": _("Cross-validated"),
    "out_of_time": _("Learned from the first 70%, tested on the rest"),
}
MODELS = {
    "scorecard": _("Learned scorecard"),
    "in_force": _("Model in force"),
    "logistic": _("Logistic regression"),
    "naive_bayes": _("Naive Bayes"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The latest learned model with the values of the page."""

    run: TrainingRun
    tables: list[tuple[object, list[tuple[object, dict[str, float]]]]]
    factors: list[ModelFactor]
    chart: Chart
    bands: list[tuple[dict[str, float], float]]
    promises: list[tuple[int, float]]
    comparison: Comparison | None


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show outcomes, the latest learned model with its accuracy, and trainings."""
    runs = list(training_runs()[:SHOWN])
    latest = next((run for run in runs if run.state == RunState.DONE), None)
    page = {
        "ready": readiness(),
        "runs": runs,
        "running": any(run.running for run in runs),
        "shown": later(lambda: _shown(latest) if latest else None),
        "drift": later(noticed_drift),
        "may_change": signed_in(request).is_ops,
        "crossings": CrossingsForm(),
    }
    htmx = getattr(request, "htmx", None)
    part = "#live" if htmx and htmx.target == "live" else ""
    response = render(request, f"scoring/learning/learning.html{part}", page)
    # Otherwise the back button would show the cached part instead of the page.
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@login_required
@require_POST
def train(request: HttpRequest) -> HttpResponse:
    """Start a training."""
    user = require_ops(request)
    try:
        start_training(by=user)
    except (Conflict, Misconfigured) as error:
        messages.error(request, error.message)
    return redirect("scoring:learning")


@login_required
@require_POST
def promote(request: HttpRequest, version: int) -> HttpResponse:
    """Put the learned version in force."""
    user = require_ops(request)
    found = get_object_or_404(ModelVersion, version=version)
    try:
        shadow.promote(version=found, by=user, tell_crossings=CrossingsForm(request.POST).is_ticked)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            gettext("Version {version} put in force. All leads are being scored.").format(version=version),
        )
    return redirect("scoring:learning")


@login_required
@require_POST
def discard(request: HttpRequest, version: int) -> HttpResponse:
    """Discard the learned version."""
    require_ops(request)
    found = get_object_or_404(ModelVersion, version=version)
    try:
        shadow.discard(version=found)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            gettext("Version {version} discarded. It stays in the list of versions.").format(version=version),
        )
    return redirect("scoring:learning")


def _shown(run: TrainingRun) -> Shown:
    tables: list[tuple[object, list[tuple[object, dict[str, float]]]]] = [
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
        promises=[(total, run.probability(total)) for total in range(0, 101, 20)],
        comparison=compare_shadow(watched) if watched else None,
    )
