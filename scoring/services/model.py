"""Versions of the model: storing and changing one, putting it in force, and going back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.conditions import as_json
from mauntic.kernel.errors import Invalid, NotFound
from scoring.domain.factors import EVERYBODY, FACTORS_BY_KEY
from scoring.domain.model import Kind, Model, Weighted
from scoring.models import ModelFactor, ModelState, ModelVersion
from scoring.selectors import version_in_force
from scoring.services.factors import FactorSpec, check_bounds, weighted_from
from scoring.services.recalculate import recalculate_anew


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorChange:
    """A factor as it shall be; a key that the model does not have makes an own one.

    `weight` is -100 to 100 with two decimals. `label`, `conditions`, `signal` and `group` are for own factors
    (see `FactorSpec`); None leaves them as they are. `remove` takes an own factor out of the model.
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
    """The model in force with these changes; factors that are not named stay, as do caps that are None.

    Nothing is written. `Invalid` names everything that cannot be.
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
) -> ModelVersion:
    """Publish a version with these changes to the one in force (see `proposed_model`).

    In order: the version is stored, put in force, and a full recalculation is sent off. Without any
    difference the version in force is returned as it is. `Invalid` names everything that cannot be.
    """
    current = version_in_force(lock=True)
    before = current.model()
    after = _changed(before, changes, caps, base_points)
    if after == before:
        return current
    return put_in_force(version=_stored(after, ModelState.DRAFT, note, by), by=by)


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
    """Keep a version that is not in force; `Invalid` names everything that cannot be."""
    bounds = check_bounds(caps or {}, base_points)
    model = Model(tuple(weighted_from(factors)), base_points, bounds, kind)
    version_in_force(lock=True)
    return _stored(model, state, note, by)


@transaction.atomic
def publish_version(*, version: int, by: User | None = None) -> ModelVersion:
    """Put a kept version in force again, by its number. `NotFound` when there is none."""
    chosen = ModelVersion.objects.filter(version=version).first()
    if chosen is None:
        raise NotFound(f"There is no version {version} of the scoring model.")
    return put_in_force(version=chosen, by=by)


@transaction.atomic
def put_in_force(*, version: ModelVersion, by: User | None = None) -> ModelVersion:
    """Compute scores with this version from now on, keep the one before, and recalculate everybody."""
    current = version_in_force(lock=True)
    if version == current:
        return current
    ModelVersion.objects.filter(pk=current.pk).update(state=ModelState.KEPT)
    version.state, version.published_at = ModelState.IN_FORCE, now()
    version.save(update_fields=["state", "published_at"])
    recalculate_anew(by=by)
    return version


def _changed(
    before: Model,
    changes: Sequence[FactorChange],
    caps: Mapping[str, Decimal] | None,
    base_points: Decimal | None,
) -> Model:
    there = {weighted.factor.key: weighted for weighted in before.factors}
    _check_named(changes, there)
    kept = [change for change in changes if not change.remove]
    wanted = {w.factor.key: w for w in weighted_from([_spec(each, there.get(each.factor)) for each in kept])}
    removed = {change.factor for change in changes if change.remove}
    factors = {key: weighted for key, weighted in (there | wanted).items() if key not in removed}
    base = before.base_points if base_points is None else base_points
    bounds = check_bounds(before.caps if caps is None else caps, base)
    return replace(before, factors=tuple(factors.values()), base_points=base, caps=bounds)


def _check_named(changes: Sequence[FactorChange], there: Mapping[str, Weighted]) -> None:
    """Refuse to change or remove what is not there, and to remove what is built in."""
    problems = {}
    for change in changes:
        if change.factor not in there and (change.remove or not (change.label or change.conditions)):
            problems[change.factor] = (
                f"There is no such factor. Known factors: {', '.join(there)}. "
                "A new one needs a label and conditions."
            )
        elif change.remove and change.factor in FACTORS_BY_KEY:
            problems[change.factor] = "This factor is built in: it can be switched off, not removed."
    if problems:
        raise Invalid(problems)


def _spec(change: FactorChange, weighted: Weighted | None) -> FactorSpec:
    """The whole factor: what the change leaves open is as it was."""
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
