"""Changes of each version of the model, as sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext

from mauntic.kernel import clock
from mauntic.kernel.errors import NotFound
from scoring.model.domain.factors import Category
from scoring.model.domain.points import Model, Weighted
from scoring.model.models import CategoryName, ModelVersion


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A version, and its changes from the previous one."""

    version: ModelVersion
    changes: list[str]


def version_numbered(version: int) -> ModelVersion:
    """Return a version by its number.

    Raises: `NotFound` if it does not exist.
    """
    found = ModelVersion.objects.filter(version=version).prefetch_related("factors").first()
    if found is None:
        raise NotFound(
            gettext("Version {version} of the scoring model does not exist.").format(version=version)
        )
    return found


def version_changes(*, limit: int = 20) -> list[VersionChange]:
    """Return the latest versions with their changes, in two queries."""
    rows = ModelVersion.objects.select_related("created_by").prefetch_related("factors")
    found = list(rows.order_by("-version")[: limit + 1])
    older = [*found[1:], None]
    rows_changed = [
        VersionChange(version, changes_between(before, version) if before else [])
        for version, before in zip(found, older, strict=True)
    ]
    return rows_changed[:limit]


def publications(*, days: int = 30, now: datetime | None = None) -> dict[date, str]:
    """Return the days (UTC) of the last `days` on which a version was put in force, without the defaults.

    Args:
        days: the length of the period.
        now: the end of the period; by default the present.
    """
    since = (now or clock.now()) - timedelta(days=days)
    rows = ModelVersion.objects.filter(published_at__gte=since, version__gt=1).order_by("published_at")
    return {row.published_at.astimezone(UTC).date(): str(row) for row in rows if row.published_at}


def changes_between(before: ModelVersion, after: ModelVersion) -> list[str]:
    """Return the changes from `before` to `after`, one sentence each.

    Args:
        before: the older version.
        after: the newer version.
    """
    return list(_changes(before.model(), after.model()))


def _changes(before: Model, after: Model) -> Iterator[str]:
    old = {weighted.factor.key: weighted for weighted in before.factors}
    new = {weighted.factor.key: weighted for weighted in after.factors}
    removed = gettext("{factor} removed")
    yield from (removed.format(factor=each.factor.label) for key, each in old.items() if key not in new)
    for key, each in new.items():
        if key not in old:
            yield gettext("{factor} added with {points}").format(
                factor=each.factor.label, points=_signed(each.weight)
            )
        else:
            yield from _change(old[key], each)
    if before.base_points != after.base_points:
        yield gettext("All leads {before} → {after}").format(
            before=_signed(before.base_points), after=_signed(after.base_points)
        )
    for category in Category:
        if before.caps.get(category) != after.caps.get(category):
            yield gettext("Maximum of {category} {before} → {after}").format(
                category=CategoryName(category).label,
                before=_cap(before, category),
                after=_cap(after, category),
            )


def _change(old: Weighted, new: Weighted) -> Iterator[str]:
    label = new.factor.label
    if old.factor.label != label:
        yield gettext("{before} renamed to {after}").format(before=old.factor.label, after=label)
    if old.weight != new.weight:
        yield gettext("{factor} {before} → {after}").format(
            factor=label, before=_signed(old.weight), after=_signed(new.weight)
        )
    if old.enabled != new.enabled:
        text = gettext("{factor} turned on") if new.enabled else gettext("{factor} turned off")
        yield text.format(factor=label)
    if old.category != new.category:
        yield gettext("{factor} moved to {category}").format(
            factor=label, category=CategoryName(new.category).label
        )
    if old.factor.conditions != new.factor.conditions:
        yield gettext("{factor}: conditions changed").format(factor=label)


def _signed(points: Decimal) -> str:
    return f"{float(points):+g}"


def _cap(model: Model, category: Category) -> str:
    most = model.caps.get(category)
    return gettext("none") if most is None else f"{float(most):g}"
