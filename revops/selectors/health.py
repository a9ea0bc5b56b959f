"""How deals are doing: as it was last looked at, and looked at anew for any moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When

from mauntic.accounts.models import User
from mauntic.kernel import clock
from mauntic.kernel.errors import Invalid, NotFound
from revops.domain.health import Health, assess
from revops.domain.health_facts import DealFacts
from revops.domain.health_settings import DEFAULTS, Weighed
from revops.domain.next_action import Action, next_action, recommendations
from revops.models import Deal, DealHealth, HealthLevel
from revops.selectors.health_facts import facts_of
from revops.selectors.health_settings import weighed

SHOWN = 100
_NOT_WELL = (HealthLevel.AT_RISK, HealthLevel.CRITICAL)


@dataclass(frozen=True, slots=True)
class Inspection:
    """A deal looked at for the moment `at`."""

    facts: DealFacts
    health: Health
    action: Action
    at: datetime

    @property
    def recommendations(self) -> list[str]:
        """What to do, in sentences."""
        return recommendations(self.health, self.action)


@dataclass(frozen=True, slots=True)
class WarningCount:
    """A warning or strength as it is set, and on how many deals that the person sees it stands now."""

    setting: Weighed
    deals: int

    @property
    def is_own(self) -> bool:
        """Whether the organization has set it otherwise than it is by default."""
        return self.setting != DEFAULTS[self.setting.key]


@dataclass(frozen=True, slots=True)
class Flagged:
    """A warning or strength, and the deals on which it stands, each with the evidence."""

    setting: Weighed
    deals: Sequence[tuple[DealHealth, str]]


def health_of(deal_id: UUID) -> DealHealth | None:
    """The last look at a deal; None when it is closed or was not looked at yet."""
    return DealHealth.objects.filter(pk=deal_id).first()


def inspect_all(deals: QuerySet[Deal], at: datetime) -> list[Inspection]:
    """Each deal looked at for `at`, by id. Nothing is written."""
    settings = weighed()
    return [inspected(facts, settings, at) for chunk in facts_of(deals, at) for facts in chunk]


def inspected(facts: DealFacts, settings: Mapping[str, Weighed], at: datetime) -> Inspection:
    """What the rules say about the facts."""
    health = assess(facts, settings, at)
    return Inspection(facts, health, next_action(facts, health), at)


def inspect_deal(user: User, deal_id: UUID, at: datetime | None = None) -> Inspection:
    """A deal looked at for `at`, or for now, with what was known then. Nothing is written.

    `NotFound` when `user` sees no such deal; `Invalid` when there was no such deal at that time.
    """
    deals = Deal.objects.visible_to(user).filter(pk=deal_id)
    deal = deals.first()
    if deal is None:
        raise NotFound(f"There is no deal {deal_id}.")
    moment = at or clock.now()
    if at and at < deal.created_at:
        made = deal.created_at.isoformat(timespec="seconds")
        raise Invalid({"now": f"The deal was made at {made}. Give that time or a later one."})
    return inspect_all(deals, moment)[0]


def deals_at_risk(user: User, limit: int = 8) -> list[DealHealth]:
    """Deals that `user` sees and that are not well: their own first, the worst first."""
    rows = _seen_by(user).filter(level__in=_NOT_WELL)
    is_others = Case(When(deal__owner=user, then=0), default=1)
    return list(rows.order_by(is_others, "score", "pk")[:limit])


def flagged(user: User, key: str) -> Flagged:
    """Deals that `user` sees on which a warning or strength stands, the worst first; at most `SHOWN`."""
    if key not in DEFAULTS:
        raise NotFound(f"There is no warning “{key}”.")
    rows = _seen_by(user).filter(flags__contains=[{"key": key}]).order_by("score", "pk")
    return Flagged(weighed()[key], [(row, _evidence(row, key)) for row in rows[:SHOWN]])


def _evidence(row: DealHealth, key: str) -> str:
    return next(str(flag["reason"]) for flag in row.flags if flag["key"] == key)


def warning_counts(user: User) -> Sequence[WarningCount]:
    """Every warning and strength with the number of deals that it stands on; two queries and the policy."""
    counts: dict[str, Any] = _seen_by(user).aggregate(
        **{key: Count("pk", filter=Q(flags__contains=[{"key": key}])) for key in DEFAULTS}
    )
    return [WarningCount(setting, counts[key]) for key, setting in weighed().items()]


def _seen_by(user: User) -> QuerySet[DealHealth]:
    rows = DealHealth.objects.filter(deal__in=Deal.objects.visible_to(user).open())
    return rows.select_related("deal__company", "deal__owner")
