"""Learning a model from the organization's own outcomes."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from mauntic.accounts.models import User
from mauntic.broker import send_on_commit
from mauntic.kernel.clock import now
from mauntic.kernel.conditions import as_json
from mauntic.kernel.errors import Conflict, MaunticError
from scoring.domain.evaluation import auc, top_lift
from scoring.domain.learned import factors_of, training_set
from scoring.domain.model import Kind, Model, Weighted
from scoring.domain.recall import total
from scoring.domain.scorecard import Scorecard
from scoring.learners import learners, require_learners
from scoring.models import ModelState, ModelVersion, RunState, TrainingRun
from scoring.selectors import version_in_force
from scoring.selectors.outcomes import Lead, Readiness, leads_to_learn_from, readiness
from scoring.services.evaluation import EARLIER, Evaluation, evaluate, usable
from scoring.services.factors import LONGEST_LABEL, FactorSpec
from scoring.services.model import store_version

# A run that is still running after that died with its worker.
LONGEST = timedelta(hours=1)
DIED = "The worker that was on it died. Train again."


@transaction.atomic
def start_training(*, by: User | None = None) -> TrainingRun:
    """Send off a training. `Conflict` when outcomes are too few, or one is running already.

    `Misconfigured` says what to install where scikit-learn is missing.
    """
    require_learners()
    ready = readiness()
    if not ready.enough:
        raise Conflict(str(ready), details={"wins": ready.wins, "needed": ready.needed})
    run = begin_training(by=by)
    send_on_commit("scoring.train_model", str(run.pk))
    return run


def begin_training(*, by: User | None = None) -> TrainingRun:
    """A run for `train`; `Conflict` when another one is running. One that died is called failed."""
    TrainingRun.objects.filter(state=RunState.RUNNING, started_at__lt=now() - LONGEST).update(
        state=RunState.FAILED, error=DIED, finished_at=now()
    )
    try:
        with transaction.atomic():
            return TrainingRun.objects.create(started_by=by)
    except IntegrityError as error:
        raise Conflict("A model is being learned already. Wait until it is done.") from error


def train(*, run_id: UUID) -> TrainingRun:
    """Learn a model, keep it in the shadow of the one in force, and tell how good it is.

    The run says what came of it: done with the figures and the version, or failed with a sentence. A run
    that is not running is left as it is, so that a message that comes twice does nothing.
    """
    run = TrainingRun.objects.get(pk=run_id)
    if run.running:
        try:
            _learn(run, readiness())
        except Exception as error:
            run.state, run.finished_at = RunState.FAILED, now()
            run.error = (
                error.message if isinstance(error, MaunticError) else f"It failed unexpectedly: {error}"
            )
            run.save(update_fields=["state", "finished_at", "error"])
            if not isinstance(error, MaunticError):
                raise
    return run


def _learn(run: TrainingRun, ready: Readiness) -> None:
    if not ready.enough:
        raise Conflict(str(ready))
    leads = leads_to_learn_from(ready)
    rows = training_set([lead.facts for lead in leads], [lead.won for lead in leads])
    found = evaluate(rows)
    card = learners().scorecard(usable(rows, found.warnings))
    run.n, run.wins, run.by_deals, run.rule = found.n, found.wins, ready.by_deals, ready.rule
    run.intercept, run.slope = card.intercept, card.slope
    run.figures = _figures(found, leads, version_in_force().model())
    run.bands = [asdict(band) | {"rate": band.rate} for band in found.calibration]
    run.warnings = [f"{each.column} {each.message}" for each in found.warnings if not each.left_out]
    run.state, run.finished_at = RunState.DONE, now()
    with transaction.atomic():
        run.version = _store(card, run)
        run.save()


def _store(card: Scorecard, run: TrainingRun) -> ModelVersion:
    """The learned version, in the shadow; the one that was there before is only kept."""
    ModelVersion.objects.filter(state=ModelState.SHADOW).update(state=ModelState.KEPT)
    note = f"Learned from {run.n:,} leads, {run.wins:,} of them won."
    return store_version(
        kind=Kind.LEARNED,
        base_points=Decimal(card.base),
        factors=[_spec(weighted) for weighted in factors_of(card)],
        state=ModelState.SHADOW,
        note=note,
        by=run.started_by,
    )


def _spec(weighted: Weighted) -> FactorSpec:
    factor = weighted.factor
    return FactorSpec(
        key=factor.key,
        category=weighted.category,
        weight=weighted.weight,
        label=factor.label[:LONGEST_LABEL],
        conditions=as_json(factor.conditions),
        group=factor.group,
    )


def _figures(found: Evaluation, leads: Sequence[Lead], rules: Model) -> dict[str, Any]:
    """By test and model; the model in force stands beside the learned ones, on the same leads."""
    totals = [float(total(rules, lead.facts, lead.at)) for lead in leads]
    cut = round(len(leads) * EARLIER)
    tests = {"cross_validated": (found.cross_validated, 0), "out_of_time": (found.out_of_time, cut)}
    return {
        test: {
            **{name: each.as_json() for name, each in by_model.items()},
            "in_force": _of_rules(leads[start:], totals[start:]),
        }
        for test, (by_model, start) in tests.items()
        if by_model
    }


def _of_rules(leads: Sequence[Lead], totals: Sequence[float]) -> dict[str, Any]:
    """Points promise no probability, so there are no figures of calibration."""
    outcomes = [lead.won for lead in leads]
    return {
        "auc": round(auc(outcomes, totals), 4),
        "top10_lift": round(top_lift(outcomes, totals), 4),
        "n": len(leads),
    }
