"""Cards of the board. A page has hundreds, so they are read as plain values instead of model rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from mauntic.accounts.models import User
from mauntic.kernel.display import money
from revops.activities.models import Activity
from revops.deals.models.choices import DealPriority
from revops.deals.models.deals import DealQuerySet
from revops.health.models import HealthLevel
from revops.health.selectors.stage_ages import StageAge, Yardstick, yardstick

_FIELDS = (
    "pk",
    "name",
    "version",
    "stage",
    "value",
    "currency",
    "priority",
    "next_step",
    "expected_close_on",
    "stage_entered_at",
    "owner_id",
    "company__name",
    "contact__first_name",
    "contact__last_name",
    "health__level",
)
_REASON = KeyTextTransform("label", KeyTransform(0, "health__flags"))
_PRIORITIES = dict(DealPriority.choices)
_LEVELS = dict(HealthLevel.choices)


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner of a deal, as shown on a card."""

    name: str
    initials: str
    team_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A deal on the board. `reason` is the health warning with the most points."""

    id: UUID
    name: str
    version: int
    stage: str
    who: str
    value: str
    owner: Owner | None
    priority: str
    priority_label: str
    stage_age: StageAge
    level: str
    level_label: str
    reason: str
    next_step: str
    is_overdue: bool


def cards_of(rows: DealQuerySet, ids: Iterable[UUID], at: datetime) -> Mapping[UUID, Card]:
    """Return the cards of these deals by id, in two queries plus the owners.

    Args:
        rows: the deals that the user can see.
        ids: the deals whose cards are wanted.
        at: the time by which activities are overdue.
    """
    overdue = Activity.objects.filter(deal=OuterRef("pk")).overdue(at)
    wanted = rows.filter(pk__in=list(ids)).order_by()
    found = list(
        wanted.annotate(has_overdue=Exists(overdue), reason=_REASON).values(*_FIELDS, "has_overdue", "reason")
    )
    owners, measure = _owners({row["owner_id"] for row in found if row["owner_id"]}), yardstick(at)
    return {row["pk"]: _card(row, owners.get(row["owner_id"]), measure) for row in found}


def _owners(ids: set[UUID]) -> Mapping[UUID, Owner]:
    people = User.objects.filter(pk__in=ids)
    return {person.pk: Owner(str(person), person.initials, person.team_id) for person in people}


def _card(row: Mapping[str, Any], owner: Owner | None, measure: Yardstick) -> Card:
    contact = f"{row['contact__first_name'] or ''} {row['contact__last_name'] or ''}".strip()
    return Card(
        id=row["pk"],
        name=row["name"],
        version=row["version"],
        stage=row["stage"],
        who=row["company__name"] or contact,
        value=money(row["value"], row["currency"]),
        owner=owner,
        priority=row["priority"],
        priority_label=str(_PRIORITIES[row["priority"]]),
        stage_age=measure.measure(
            row["stage"], row["stage_entered_at"], owner.team_id if owner else None, row["expected_close_on"]
        ),
        level=row["health__level"] or "",
        level_label=str(_LEVELS.get(row["health__level"], "")),
        reason=row["reason"] or "",
        next_step=row["next_step"],
        is_overdue=row["has_overdue"],
    )
