"""Store versions of the model, put them in force, and roll back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.conditions import as_json
from mauntic.kernel.errors import Invalid, NotFound
from scoring.model.domain.factors import EVERYBODY, FACTORS_BY_KEY
from scoring.model.domain.points import Kind, Model, Weighted
from scoring.model.models import ModelFactor, ModelState, ModelVersion
from scoring.model.selectors.versions import version_in_force
from scoring.model.services import lock_model
from scoring.recalculation.services.recalculate import restart_recalculation
from scoring.versions.services.factors import FactorSpec, check_bounds, check_size, weighted_from


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorChange:
    """A change of a factor; an unknown key creates a custom one.

    `weight` is -100 to 100 with two decimals. `label`, `conditions`, `signal` and `group` are for custom
    factors (see `FactorSpec`); None leaves them as they are. `remove` removes a custom factor from the model.
    """

    category: str
    factor: str
    weight: Decimal
    enabled: bool
    label: str | None = None
    conditions: Mapping[str, Any] | None = None
    signal: str | None = None
    group: str | None = None
    remove: bool = False


def proposed_model(
    *,
    changes: Sequence[FactorChange],
    caps: Mapping[str, Decimal] | None = None,
    base_points: Decimal | None = None,
) -> Model:
    """Return the model in force with these changes, without writing. Other factors stay.

    Args:
        changes: changed, added and removed factors.
        caps: the maximum points by category; None leaves them as they are.
        base_points: points that each lead starts with; None leaves them as they are.

    Raises: `Invalid` with all problems.
    """
    return _changed(version_in_force().model(), changes, caps, base_points)


@transaction.atomic
def set_factors(
    *,
    changes: Sequence[FactorChange],
    caps: Mapping[str, Decimal] | None = None,
    base_points: Decimal | None = None,
    note: str = "",
    by: User | None = None,
    tell_crossings: bool = False,
) -> ModelVersion:
    """Publish a version with these changes (see `proposed_model` and `put_in_force`).

    Stores the version, puts it in force, and enqueues a full recalculation. Waits for other writers and for
    the chunk of a running recalculation.

    Args:
        changes: changed, added and removed factors.
        caps: the maximum points by category; None leaves them as they are.
        base_points: points that each lead starts with; None leaves them as they are.
        note: why, shown in the list of versions.
        by: the person who acts; None for Mauntic itself.
        tell_crossings: see `put_in_force`.

    Returns: the new version, or the one in force if nothing changes.

    Raises: `Invalid` with all problems; `Conflict` after waiting 10 s.
    """
    current = lock_model()
    before = current.model()
    after = _changed(before, changes, caps, base_points)
    if after == before:
        return current
    version = _stored(after, ModelState.DRAFT, note, by)
    return put_in_force(version=version, by=by, tell_crossings=tell_crossings)


@transaction.atomic
def store_version(
    *,
    factors: Sequence[FactorSpec],
    kind: Kind = Kind.RULES,
    base_points: Decimal = Decimal(0),
    caps: Mapping[str, Decimal] | None = None,
    state: ModelState = ModelState.DRAFT,
    note: str = "",
    by: User | None = None,
) -> ModelVersion:
    """Store a version that is not in force.

    Args:
        factors: all factors of the version.
        kind: whether people or a training made the model.
        base_points: points that each lead starts with.
        caps: the maximum points by category; None for no maximum.
        state: any state but that of the version in force.
        note: why, shown in the list of versions.
        by: the person who acts; None for Mauntic itself.

    Returns: the version.

    Raises: `Invalid` with all problems.
    """
    bounds = check_bounds(caps or {}, base_points)
    model = Model(tuple(weighted_from(factors)), base_points, bounds, kind)
    check_size(model)
    lock_model()
    return _stored(model, state, note, by)


@transaction.atomic
def publish_version(*, version: int, by: User | None = None, tell_crossings: bool = False) -> ModelVersion:
    """Put an archived version in force again, by its number (see `put_in_force`).

    Args:
        version: the number of the version.
        by: the person who acts; None for Mauntic itself.
        tell_crossings: see `put_in_force`.

    Returns: the version.

    Raises: `NotFound` if it does not exist.
    """
    chosen = ModelVersion.objects.filter(version=version).first()
    if chosen is None:
        raise NotFound(
            gettext("Version {version} of the scoring model does not exist.").format(version=version)
        )
    return put_in_force(version=chosen, by=by, tell_crossings=tell_crossings)


@transaction.atomic
def put_in_force(
    *, version: ModelVersion, by: User | None = None, tell_crossings: bool = False
) -> ModelVersion:
    """Compute scores with this version from now on, archive the previous one, and recalculate all contacts.

    Thresholds that leads cross by this are counted. With `tell_crossings` they are also published as events,
    which routes leads without an owner.

    Args:
        version: any stored version.
        by: the person who acts; None for Mauntic itself.
        tell_crossings: True to publish threshold crossings.

    Returns: the version.
    """
    current = lock_model()
    if version == current:
        return current
    ModelVersion.objects.filter(pk=current.pk).update(state=ModelState.ARCHIVED)
    version.state, version.published_at = ModelState.IN_FORCE, now()
    version.tells_crossings = tell_crossings
    version.save(update_fields=["state", "published_at", "tells_crossings"])
    restart_recalculation(instead_of=current, by=by)
    return version


def _changed(
    before: Model,
    changes: Sequence[FactorChange],
    caps: Mapping[str, Decimal] | None,
    base_points: Decimal | None,
) -> Model:
    there = {weighted.factor.key: weighted for weighted in before.factors}
    _check_named(changes, there)
    remaining = [change for change in changes if not change.remove]
    wanted = {
        w.factor.key: w for w in weighted_from([_spec(each, there.get(each.factor)) for each in remaining])
    }
    removed = {change.factor for change in changes if change.remove}
    factors = {key: weighted for key, weighted in (there | wanted).items() if key not in removed}
    base = before.base_points if base_points is None else base_points
    bounds = check_bounds(before.caps if caps is None else caps, base)
    after = replace(before, factors=tuple(factors.values()), base_points=base, caps=bounds)
    check_size(after)
    return after


def _check_named(changes: Sequence[FactorChange], there: Mapping[str, Weighted]) -> None:
    """Refuse changes of unknown factors, and removals of built-in ones."""
    problems = {}
    for change in changes:
        if change.factor not in there and (change.remove or not (change.label or change.conditions)):
            problems[change.factor] = gettext(
                "This factor does not exist. A new one needs a label and conditions. Known factors: {keys}."
            ).format(keys=", ".join(there))
        elif change.remove and change.factor in FACTORS_BY_KEY:
            problems[change.factor] = gettext("This factor is built in. Turn it off instead.")
    if problems:
        raise Invalid(problems)


def _spec(change: FactorChange, weighted: Weighted | None) -> FactorSpec:
    """Return the complete factor; omitted values stay as they were."""
    own = weighted.factor if weighted and weighted.factor.key not in FACTORS_BY_KEY else None
    conditions = as_json(own.conditions) if own and own.conditions != EVERYBODY else None
    return FactorSpec(
        key=change.factor,
        category=change.category,
        weight=change.weight,
        enabled=change.enabled,
        label=change.label if change.label is not None else own.label if own else "",
        conditions=change.conditions if change.conditions is not None else conditions,
        signal=change.signal if change.signal is not None else own.signal if own else "",
        group=change.group if change.group is not None else own.group if own else "",
    )


def _stored(model: Model, state: ModelState, note: str, by: User | None) -> ModelVersion:
    last = ModelVersion.objects.order_by("-version").values_list("version", flat=True)[0]
    version = ModelVersion.objects.create(
        version=last + 1,
        kind=model.kind,
        state=state,
        base_points=model.base_points,
        caps={category.value: str(most) for category, most in model.caps.items()},
        note=note,
        created_by=by,
    )
    ModelFactor.objects.bulk_create(
        _row(version, position, weighted) for position, weighted in enumerate(model.factors)
    )
    return version


def _row(version: ModelVersion, position: int, weighted: Weighted) -> ModelFactor:
    factor = weighted.factor
    row = ModelFactor(
        model_version=version,
        position=position,
        category=weighted.category,
        factor=factor.key,
        weight=weighted.weight,
        enabled=weighted.enabled,
    )
    if row.is_own:
        row.label, row.signal, row.group = factor.label, factor.signal, factor.group
        row.conditions = as_json(factor.conditions)
    return row
