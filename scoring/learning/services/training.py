"""Train models with the outcomes of the organization."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext, ngettext

from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.kernel.clock import now
from mauntic.kernel.conditions import as_json
from mauntic.kernel.display import number
from mauntic.kernel.errors import Conflict, MaunticError
from scoring.jobs import TRAIN_MODEL
from scoring.learning.domain.evaluation import auc, top_lift
from scoring.learning.domain.learned import factors_of, training_set
from scoring.learning.domain.recall import totals
from scoring.learning.domain.scorecard import Scorecard
from scoring.learning.learners.registry import load_learners, require_learners
from scoring.learning.models import RunState, TrainingRun
from scoring.learning.selectors.outcomes import Lead, Readiness, leads_to_learn_from, readiness
from scoring.learning.services.evaluation import EARLIER, Evaluation, evaluate, usable
from scoring.model.domain.points import Kind, Model, Weighted
from scoring.model.models import ModelState, ModelVersion
from scoring.model.selectors.versions import version_in_force
from scoring.model.services import lock_model
from scoring.versions.services.factors import LONGEST_LABEL, FactorSpec
from scoring.versions.services.publish import store_version

# The worker of a run that takes longer has died.
LONGEST = timedelta(hours=1)


@transaction.atomic
def start_training(*, by: User | None = None) -> TrainingRun:
    """Enqueue a training.

    Args:
        by: the person who acts; None for Mauntic itself.

    Returns: the run, for which a worker trains the model.

    Raises: `Conflict` if there are too few outcomes or one is running; `Misconfigured` if scikit-learn is
    missing.
    """
    require_learners()
    ready = readiness()
    if not ready.enough:
        raise Conflict(str(ready), details={"wins": ready.wins, "needed": ready.needed})
    run = begin_training(by=by)
    enqueue(TRAIN_MODEL, str(run.pk))
    return run


def begin_training(*, by: User | None = None) -> TrainingRun:
    """Create a run for `train`, and mark one whose worker died as failed.

    A unique constraint allows one running training at a time.

    Args:
        by: the person who acts; None for Mauntic itself.

    Returns: the run.

    Raises: `Conflict` if another one is running.
    """
    TrainingRun.objects.filter(state=RunState.RUNNING, started_at__lt=now() - LONGEST).update(
        state=RunState.FAILED, error=gettext("The worker stopped. Train again."), finished_at=now()
    )
    try:
        with transaction.atomic():
            return TrainingRun.objects.create(started_by=by)
    except IntegrityError as error:
        raise Conflict(gettext("A training is already running. Wait until it is done.")) from error


def train(*, run_id: UUID) -> TrainingRun:
    """Train a model, store it in shadow, and measure its accuracy.

    A run that is not running stays as it is, so that a message delivered twice does nothing.

    Args:
        run_id: the id of the run.

    Returns: the run: done with figures and version, or failed with an error.
    """
    run = TrainingRun.objects.get(pk=run_id)
    if run.running:
        try:
            _learn(run, readiness())
        except Exception as error:
            run.state, run.finished_at = RunState.FAILED, now()
            run.error = (
                error.message
                if isinstance(error, MaunticError)
                else gettext("Unexpected error: {error}").format(error=error)
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
    card = load_learners().scorecard(usable(rows, found.warnings))
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
    """Store the learned version in shadow, and archive the previous one."""
    lock_model()
    ModelVersion.objects.filter(state=ModelState.SHADOW).update(state=ModelState.ARCHIVED)
    note = ngettext(
        "Learned from {count} lead, {wins} won.", "Learned from {count} leads, {wins} won.", run.n
    ).format(count=number(run.n), wins=number(run.wins))
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
    """Return figures by test and model, with the model in force on the same leads."""
    by_rules = [float(total) for total in totals(rules, [(lead.facts, lead.at) for lead in leads])]
    cut = round(len(leads) * EARLIER)
    tests = {"cross_validated": (found.cross_validated, 0), "out_of_time": (found.out_of_time, cut)}
    return {
        test: {
            **{name: each.as_json() for name, each in by_model.items()},
            "in_force": _of_rules(leads[start:], by_rules[start:]),
        }
        for test, (by_model, start) in tests.items()
        if by_model
    }


def _of_rules(leads: Sequence[Lead], by_rules: Sequence[float]) -> dict[str, Any]:
    """Return figures of the model in force, without calibration: its points are no probability."""
    outcomes = [lead.won for lead in leads]
    return {
        "auc": round(auc(outcomes, by_rules), 4),
        "top10_lift": round(top_lift(outcomes, by_rules), 4),
        "n": len(leads),
    }
