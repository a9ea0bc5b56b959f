"""Assess the health of deals, and store the results."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from mauntic.kernel import clock
from mauntic.kernel.db.rows import insert_values
from revops.deals.domain.stages import CLOSED
from revops.deals.models.deals import Deal
from revops.health.domain.facts import DealFacts
from revops.health.domain.settings import Weighed
from revops.health.models import DealHealth, HealthLevel
from revops.health.selectors.deals import inspected
from revops.health.selectors.facts import facts_of
from revops.health.selectors.settings import weighed
from revops.health.services.notices import notify_owners, notify_owners_of_new_rules

_STORED = ("score", "level", "flags", "action")


@dataclass(frozen=True, slots=True)
class Assessed:
    """Counts of assessed deals, of changed results, and of results removed because the deal was closed."""

    deals: int
    changed: int
    removed: int


def assess_deals(
    *, deal_ids: Collection[UUID] | None = None, now: datetime | None = None, by_new_rules: bool = False
) -> Assessed:
    """Assess open deals, and store results that changed, in one transaction per chunk. Safe to repeat.

    Closed deals lose their result. Owners of deals that turned critical are notified.

    Args:
        deal_ids: the deals; None means all.
        now: the time of the assessment; None means the current time.
        by_new_rules: the settings changed, not the deals: sends each owner one notice for all deals.

    Returns: the counts.
    """
    at = now or clock.now()
    deals = Deal.objects.all() if deal_ids is None else Deal.objects.filter(pk__in=deal_ids)
    settings = weighed()
    assessed = changed = 0
    for chunk in facts_of(deals.open(), at):
        rows = [_row(facts, settings, at) for facts in chunk]
        changed += _store(rows, by_new_rules=by_new_rules)
        assessed += len(rows)
    removed, _ = DealHealth.objects.filter(deal__in=deals.filter(stage__in=CLOSED)).delete()
    return Assessed(assessed, changed, removed)


def _row(facts: DealFacts, settings: Mapping[str, Weighed], at: datetime) -> dict[str, Any]:
    found = inspected(facts, settings, at)
    return {
        "deal_id": facts.deal_id,
        "score": found.health.score,
        "level": found.health.level.value,
        "flags": [flag.as_json() for flag in found.health.flags],
        "action": found.action.as_json(),
        "computed_at": at,
    }


@transaction.atomic
def _store(rows: Sequence[dict[str, Any]], *, by_new_rules: bool) -> int:
    """Write the rows that differ from the stored ones, and return their number."""
    stored = DealHealth.objects.in_bulk([row["deal_id"] for row in rows])
    new = [row for row in rows if _differs(stored.get(row["deal_id"]), row)]
    insert_values(DealHealth.objects, new, unique=["deal_id"])
    notify = notify_owners_of_new_rules if by_new_rules else notify_owners
    notify([row for row in new if _turned_critical(stored.get(row["deal_id"]), row)])
    return len(new)


def _turned_critical(stored: DealHealth | None, row: Mapping[str, Any]) -> bool:
    was_well = stored is None or stored.level != HealthLevel.CRITICAL
    return was_well and row["level"] == HealthLevel.CRITICAL


def _differs(stored: DealHealth | None, row: dict[str, Any]) -> bool:
    return stored is None or any(getattr(stored, name) != row[name] for name in _STORED)
