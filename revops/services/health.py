"""Deals are looked at, and what was found is kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from mauntic.broker import send_on_commit
from mauntic.kernel import clock
from mauntic.kernel.rows import insert_values
from revops.domain.health_facts import DealFacts
from revops.domain.health_settings import Weighed
from revops.domain.stages import CLOSED
from revops.models import Deal, DealHealth, HealthLevel
from revops.selectors.health import inspected
from revops.selectors.health_facts import facts_of
from revops.selectors.health_settings import weighed
from revops.services.health_telling import tell_owners

_KEPT = ("score", "level", "flags", "action")


@dataclass(frozen=True, slots=True)
class Assessed:
    """How many deals were looked at, of how many something else was found than before, how many left."""

    deals: int
    changed: int
    removed: int


def assess_deals(*, deal_ids: Collection[UUID] | None = None, now: datetime | None = None) -> Assessed:
    """Look at these deals, or at all that are open, and keep what was found.

    Only what differs from the last look is written, in a transaction per chunk. Deals that are closed lose
    their row. Safe to run again at any time.
    """
    at = now or clock.now()
    deals = Deal.objects.all() if deal_ids is None else Deal.objects.filter(pk__in=deal_ids)
    settings = weighed()
    looked_at = changed = 0
    for chunk in facts_of(deals.open(), at):
        rows = [_row(facts, settings, at) for facts in chunk]
        changed += _keep(rows)
        looked_at += len(rows)
    removed, _ = DealHealth.objects.filter(deal__in=deals.filter(stage__in=CLOSED)).delete()
    return Assessed(looked_at, changed, removed)


def touch(deal_ids: Iterable[UUID]) -> None:
    """Have deals looked at in the background once the transaction is committed, since something happened."""
    if ids := sorted({str(pk) for pk in deal_ids}):
        send_on_commit("revops.assess_some", ids)


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
def _keep(rows: Sequence[dict[str, Any]]) -> int:
    """Write the rows that say something else than what is kept; how many."""
    kept = DealHealth.objects.in_bulk([row["deal_id"] for row in rows])
    new = [row for row in rows if _differs(kept.get(row["deal_id"]), row)]
    insert_values(DealHealth.objects, new, unique=["deal_id"])
    tell_owners([row for row in new if _turned_critical(kept.get(row["deal_id"]), row)])
    return len(new)


def _turned_critical(kept: DealHealth | None, row: Mapping[str, Any]) -> bool:
    was_well = kept is None or kept.level != HealthLevel.CRITICAL
    return was_well and row["level"] == HealthLevel.CRITICAL


def _differs(kept: DealHealth | None, row: dict[str, Any]) -> bool:
    return kept is None or any(getattr(kept, name) != row[name] for name in _KEPT)
