"""The health of deals: stored results, and assessments for any time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel import clock
from mauntic.kernel.errors import Invalid, NotFound
from revops.deals.models.deals import Deal
from revops.health.domain.assessment import Health, assess
from revops.health.domain.facts import DealFacts
from revops.health.domain.next_action import Action, choose_action, recommendations
from revops.health.domain.settings import DEFAULTS, Weighed
from revops.health.models import DealHealth, HealthLevel
from revops.health.selectors.facts import facts_of
from revops.health.selectors.settings import weighed

SHOWN = 100
_NOT_WELL = (HealthLevel.AT_RISK, HealthLevel.CRITICAL)


@dataclass(frozen=True, slots=True)
class Inspection:
    """The assessment of a deal at `at`."""

    facts: DealFacts
    health: Health
    action: Action
    at: datetime

    @property
    def recommendations(self) -> list[str]:
        """Recommendations as sentences."""
        return recommendations(self.health, self.action)


@dataclass(frozen=True, slots=True)
class WarningCount:
    """A warning or strength with its settings, and the number of deals that have it now."""

    setting: Weighed
    deals: int

    @property
    def is_own(self) -> bool:
        """Whether the organization changed the defaults."""
        return self.setting != DEFAULTS[self.setting.key]


@dataclass(frozen=True, slots=True)
class Flagged:
    """A warning or strength, and the deals that have it, each with the evidence."""

    setting: Weighed
    deals: Sequence[tuple[DealHealth, str]]


def health_of(deal_id: UUID) -> DealHealth | None:
    """Return the stored health of a deal; None if it is closed or not assessed yet."""
    return DealHealth.objects.filter(pk=deal_id).first()


def inspect_all(deals: QuerySet[Deal], at: datetime) -> list[Inspection]:
    """Assess deals for `at`, ordered by id, without writing anything.

    Args:
        deals: the deals to assess.
        at: the time of the assessment.

    Returns: one inspection for each deal.
    """
    settings = weighed()
    return [inspected(facts, settings, at) for chunk in facts_of(deals, at) for facts in chunk]


def inspected(facts: DealFacts, settings: Mapping[str, Weighed], at: datetime) -> Inspection:
    """Apply the rules to the facts of a deal.

    Args:
        facts: what was known of the deal at `at`.
        settings: every warning and strength with its settings, by key.
        at: the time of the assessment.

    Returns: the health of the deal and the next action.
    """
    health = assess(facts, settings, at)
    return Inspection(facts, health, choose_action(facts, health), at)


def inspect_deal(user: User, deal_id: UUID, at: datetime | None = None) -> Inspection:
    """Assess a deal with what was known at `at`, by default now, without writing anything.

    Args:
        user: the person who asks.
        deal_id: the id of the deal.
        at: the time of the assessment; by default now.

    Returns: the health of the deal and the next action.

    Raises:
        NotFound: there is no such deal, or `user` cannot see it.
        Invalid: the deal did not exist at that time.
    """
    deals = Deal.objects.visible_to(user).filter(pk=deal_id)
    deal = deals.first()
    if deal is None:
        raise NotFound(_("There is no deal {id}.").format(id=deal_id))
    moment = at or clock.now()
    if at and at < deal.created_at:
        made = deal.created_at.isoformat(timespec="seconds")
        problem = _("The deal was created at {time}. Send that time or a later one.")
        raise Invalid({"now": problem.format(time=made)})
    return inspect_all(deals, moment)[0]


def deals_at_risk(user: User, limit: int = 8) -> list[DealHealth]:
    """Return at-risk and critical deals that `user` can see: their own first, lowest score first.

    Args:
        user: the person who asks.
        limit: the most deals.
    """
    rows = _seen_by(user).filter(level__in=_NOT_WELL)
    is_others = Case(When(deal__owner=user, then=0), default=1)
    return list(rows.order_by(is_others, "score", "pk")[:limit])


def flagged(user: User, key: str) -> Flagged:
    """Return the deals with a warning or strength that `user` can see, lowest score first, at most `SHOWN`.

    Args:
        user: the person who asks.
        key: the key of a warning or strength.

    Raises:
        NotFound: there is no such warning.
    """
    if key not in DEFAULTS:
        raise NotFound(_('There is no warning "{key}".').format(key=key))
    rows = _seen_by(user).filter(flags__contains=[{"key": key}]).order_by("score", "pk")
    return Flagged(weighed()[key], [(row, _evidence(row, key)) for row in rows[:SHOWN]])


def _evidence(row: DealHealth, key: str) -> str:
    return next(str(flag["reason"]) for flag in row.flags if flag["key"] == key)


def warning_counts(user: User) -> Sequence[WarningCount]:
    """Return every warning and strength with the number of deals that have it, in two queries."""
    counts: dict[str, Any] = _seen_by(user).aggregate(
        **{key: Count("pk", filter=Q(flags__contains=[{"key": key}])) for key in DEFAULTS}
    )
    return [WarningCount(setting, counts[key]) for key, setting in weighed().items()]


def _seen_by(user: User) -> QuerySet[DealHealth]:
    rows = DealHealth.objects.filter(deal__in=Deal.objects.visible_to(user).open())
    return rows.select_related("deal__company", "deal__owner")
