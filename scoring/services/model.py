"""Versions of the model: publishing a changed one, and going back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction

from mauntic.accounts.models import User
from mauntic.broker import send_on_commit
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotFound
from scoring.domain.factors import FACTORS_BY_KEY, Category
from scoring.domain.model import Weighted
from scoring.models import ModelFactor, ModelVersion
from scoring.models.model import WIDEST_WEIGHT
from scoring.selectors import version_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorChange:
    """A factor as it shall be: weight -100 to 100 with two decimals."""

    category: str
    factor: str
    weight: Decimal
    enabled: bool


@transaction.atomic
def set_factors(*, changes: Sequence[FactorChange], by: User | None = None) -> ModelVersion:
    """Publish a version with these changes to the one in force; factors that are not named stay.

    In order: the version is stored, put in force, and a full rescore is sent off. Without any difference
    the version in force is returned as it is. `Invalid` names the factors that cannot be.
    """
    _check(changes)
    current = version_in_force(lock=True)
    before = current.weights()
    wanted = {change.factor: change for change in changes}
    after = [_changed(weighted, wanted.get(weighted.factor.key)) for weighted in before]
    if after == before:
        return current
    last = ModelVersion.objects.order_by("-version").values_list("version", flat=True)[0]
    version = ModelVersion.objects.create(version=last + 1, created_by=by)
    ModelFactor.objects.bulk_create(
        _row(version, position, weighted) for position, weighted in enumerate(after)
    )
    return _put_in_force(version, instead_of=current)


@transaction.atomic
def publish_version(*, version: int) -> ModelVersion:
    """Put a kept version in force again, and send off a full rescore. `NotFound` when there is none."""
    current = version_in_force(lock=True)
    chosen = ModelVersion.objects.filter(version=version).first()
    if chosen is None:
        raise NotFound(f"There is no version {version} of the scoring model.")
    return current if chosen == current else _put_in_force(chosen, instead_of=current)


def _put_in_force(version: ModelVersion, *, instead_of: ModelVersion) -> ModelVersion:
    ModelVersion.objects.filter(pk=instead_of.pk).update(published=False)
    version.published, version.published_at = True, now()
    version.save(update_fields=["published", "published_at"])
    send_on_commit("scoring.rescore_contacts")
    return version


def _changed(weighted: Weighted, change: FactorChange | None) -> Weighted:
    if change is None:
        return weighted
    return replace(weighted, weight=change.weight, category=Category(change.category), enabled=change.enabled)


def _row(version: ModelVersion, position: int, weighted: Weighted) -> ModelFactor:
    return ModelFactor(
        model_version=version,
        position=position,
        category=weighted.category,
        factor=weighted.factor.key,
        weight=weighted.weight,
        enabled=weighted.enabled,
    )


def _check(changes: Sequence[FactorChange]) -> None:
    problems: dict[str, list[str]] = {}
    for change in changes:
        if said := _problems(change):
            problems.setdefault(change.factor, []).extend(said)
    if problems:
        raise Invalid(problems)


def _problems(change: FactorChange) -> list[str]:
    said = []
    if change.factor not in FACTORS_BY_KEY:
        said.append(f"There is no such factor. Known factors: {', '.join(FACTORS_BY_KEY)}.")
    if change.category not in set(Category):
        said.append(f"“{change.category}” is no category. Use one of {', '.join(Category)}.")
    if abs(change.weight) > WIDEST_WEIGHT:
        said.append(f"A weight is between -{WIDEST_WEIGHT} and {WIDEST_WEIGHT}.")
    if change.weight != round(change.weight, 2):
        said.append("A weight has at most two decimals.")
    return said
