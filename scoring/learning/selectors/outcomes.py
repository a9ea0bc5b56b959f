"""Outcomes to learn from, and whether there are enough."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import MD5, Cast
from django.utils.translation import gettext

from mauntic.crm.models import Contact, LifecycleStage
from mauntic.kernel import clock
from mauntic.kernel.display import number
from mauntic.kernel.time.calendar import EARLIEST
from scoring.learning.models import WINS, Outcome, OutcomeKind
from scoring.learning.selectors.past_facts import facts_before

# The least leads of each kind to train a model.
FEWEST = 100
# Leads without an outcome are counted up to this number.
MOST_COUNTED = 10_000
# Training uses the latest ones only.
MOST = 50_000
# Without lost deals, leads that came at least this long before and are no customers count as not won.
WAITED = timedelta(days=90)
# They are used with their facts at this number of times, and at most this number of them per win.
MOMENTS, NEGATIVES_PER_WIN = 10, 10


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead to learn from: its facts, their time, and whether it was won."""

    facts: dict[str, Any]
    at: datetime
    won: bool


@dataclass(frozen=True, slots=True)
class Readiness:
    """The numbers of won, lost and (up to 10,000) other leads, and the number needed of each.

    A lead counts once: `won_deals` and `lost_deals` are the deals that its outcomes are known from.
    """

    wins: int
    losses: int
    waiting: int
    won_deals: int = 0
    lost_deals: int = 0
    needed: int = FEWEST
    most_counted: int = MOST_COUNTED

    @property
    def by_deals(self) -> bool:
        """Return whether there are enough lost deals."""
        return self.losses >= self.needed

    @property
    def enough(self) -> bool:
        """Return whether a model can be trained."""
        return self.wins >= self.needed and (self.by_deals or self.waiting >= self.needed)

    @property
    def rule(self) -> str:
        """Return which leads count as not won, as a sentence."""
        if self.by_deals:
            return gettext("Leads with a lost deal count as not won.")
        return gettext(
            "Fewer than {needed} deals were lost. Leads that came at least {days} days earlier and are no "
            "customers count as not won, with their facts at {moments} times during the wins."
        ).format(needed=self.needed, days=WAITED.days, moments=MOMENTS)

    def __str__(self) -> str:
        if self.enough:
            lost = self.losses if self.by_deals else self.waiting
            text = gettext("{wins} won leads and {lost} not won.")
            return text.format(wins=number(self.wins), lost=number(lost))
        others = max(self.losses, self.waiting)
        text = gettext("Not enough outcomes: {wins} of {needed} won leads, {lost} of {needed} not won.")
        return text.format(
            wins=number(min(self.wins, self.needed)),
            lost=number(min(others, self.needed)),
            needed=number(self.needed),
        )


def readiness(*, now: datetime | None = None) -> Readiness:
    """Return the numbers of outcomes, in two queries."""
    counts = Outcome.objects.aggregate(
        wins=Count("contact", distinct=True, filter=Q(kind__in=WINS)),
        losses=Count("contact", distinct=True, filter=Q(kind=OutcomeKind.LOST)),
        won_deals=Count("pk", filter=Q(kind=OutcomeKind.WON)),
        lost_deals=Count("pk", filter=Q(kind=OutcomeKind.LOST)),
    )
    waiting = _waiting((now or clock.now()) - WAITED)[:MOST_COUNTED].count()
    return Readiness(**counts, waiting=waiting)


def leads_to_learn_from(ready: Readiness, *, most: int = MOST) -> list[Lead]:
    """Return the latest `most` leads by time: by contact the first win, else the latest loss or a sample.

    Args:
        ready: the numbers of outcomes, which decide whether lost deals or old leads are the losses.
        most: the largest number of leads.
    """
    # Older dates are placeholders of other systems, without facts before them.
    dated = Outcome.objects.filter(happened_at__gte=EARLIEST)
    wins = _one_each(dated.filter(kind__in=WINS).order_by("contact_id", "happened_at"), won=True)
    if ready.by_deals:
        never_won = dated.filter(kind=OutcomeKind.LOST).exclude(contact__outcomes__kind__in=WINS)
        others = _one_each(never_won.order_by("contact_id", "-happened_at"), won=False)
    else:
        others = list(_waited(sorted(lead.at for lead in wins), most)) if wins else []
    return sorted([*wins, *others], key=lambda lead: lead.at)[-most:]


def _one_each(outcomes: QuerySet[Outcome], *, won: bool) -> list[Lead]:
    rows = outcomes.distinct("contact_id").values_list("facts", "happened_at")
    return [Lead(facts, at, won) for facts, at in rows]


def _waited(wins: Sequence[datetime], most: int) -> Iterator[Lead]:
    """Yield a random sample of contacts that were not won, at times spread over the wins."""
    moments = [wins[len(wins) * index // MOMENTS] for index in range(MOMENTS)]
    candidates = _waiting(moments[-1] - WAITED).order_by(MD5(Cast("pk", TextField())))
    chosen: defaultdict[datetime, list[UUID]] = defaultdict(list)
    taken = candidates.values_list("pk", "created_at")[: min(len(wins) * NEGATIVES_PER_WIN, most)]
    for index, (contact_id, came_at) in enumerate(taken):
        possible = moments[bisect_left(moments, came_at + WAITED) :]
        chosen[possible[index % len(possible)]].append(contact_id)
    for at, contact_ids in chosen.items():
        for facts in facts_before(contact_ids, at).values():
            yield Lead(facts, at, won=False)


def _waiting(came_before: datetime) -> QuerySet[Contact]:
    """Return contacts created before a time that were never won."""
    customers = (LifecycleStage.CUSTOMER, LifecycleStage.FORMER)
    won = Outcome.objects.filter(kind__in=[*WINS, OutcomeKind.LEFT]).values("contact_id")
    leads = Contact.objects.filter(created_at__lt=came_before).exclude(lifecycle_stage__in=customers)
    return leads.exclude(pk__in=won)
