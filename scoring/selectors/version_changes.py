"""What each version of the model changed, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from mauntic.kernel import clock
from mauntic.kernel.errors import NotFound
from scoring.domain.factors import Category
from scoring.domain.model import Model, Weighted
from scoring.models import ModelVersion


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A version, and what is different from the one before it."""

    version: ModelVersion
    changes: list[str]


def version_numbered(version: int) -> ModelVersion:
    """The version of that number, or `NotFound`."""
    found = ModelVersion.objects.filter(version=version).prefetch_related("factors").first()
    if found is None:
        raise NotFound(f"There is no version {version} of the scoring model.")
    return found


def version_changes(*, limit: int = 20) -> list[VersionChange]:
    """The latest versions, each with what it changed. Two queries."""
    rows = ModelVersion.objects.select_related("created_by").prefetch_related("factors")
    found = list(rows.order_by("-version")[: limit + 1])
    older = [*found[1:], None]
    told = [
        VersionChange(version, changes_between(before, version) if before else [])
        for version, before in zip(found, older, strict=True)
    ]
    return told[:limit]


def publications(*, days: int = 30, now: datetime | None = None) -> dict[date, str]:
    """On which of the last `days` (UTC) a version was put in force; the defaults were there at first."""
    since = (now or clock.now()) - timedelta(days=days)
    rows = ModelVersion.objects.filter(published_at__gte=since, version__gt=1).order_by("published_at")
    return {row.published_at.astimezone(UTC).date(): str(row) for row in rows if row.published_at}


def changes_between(before: ModelVersion, after: ModelVersion) -> list[str]:
    """What is different in `after`, one sentence each; empty when nothing is."""
    return list(_changes(before.model(), after.model()))


def _changes(before: Model, after: Model) -> Iterator[str]:
    old = {weighted.factor.key: weighted for weighted in before.factors}
    new = {weighted.factor.key: weighted for weighted in after.factors}
    yield from (f"{each.factor.label} removed" for key, each in old.items() if key not in new)
    for key, each in new.items():
        if key not in old:
            yield f"{each.factor.label} added with {_signed(each.weight)}"
        else:
            yield from _change(old[key], each)
    if before.base_points != after.base_points:
        yield f"Base {_signed(before.base_points)} → {_signed(after.base_points)}"
    for category in Category:
        if before.caps.get(category) != after.caps.get(category):
            yield f"Cap of {category.label} {_cap(before, category)} → {_cap(after, category)}"


def _change(old: Weighted, new: Weighted) -> Iterator[str]:
    label = new.factor.label
    if old.factor.label != label:
        yield f"{old.factor.label} is now called {label}"
    if old.weight != new.weight:
        yield f"{label} {_signed(old.weight)} → {_signed(new.weight)}"
    if old.enabled != new.enabled:
        yield f"{label} switched {'on' if new.enabled else 'off'}"
    if old.category != new.category:
        yield f"{label} counts as {new.category.label}"
    if old.factor.conditions != new.factor.conditions:
        yield f"{label}: other conditions"


def _signed(points: Decimal) -> str:
    return f"{float(points):+g}"


def _cap(model: Model, category: Category) -> str:
    most = model.caps.get(category)
    return "none" if most is None else f"{float(most):g}"
