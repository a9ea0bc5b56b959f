"""Outcomes as rows to learn from, and whether they are enough."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import MD5, Cast

from mauntic.crm.models import Contact, LifecycleStage
from mauntic.kernel import clock
from scoring.models import Outcome, OutcomeKind
from scoring.models.learning import WINS
from scoring.selectors.past_facts import facts_before

# So many leads of each kind are the least that a model is learned from.
FEWEST = 100
# That there are more leads that wait tells nobody more.
MOST_COUNTED = 10_000
# Only the latest ones are learned from.
MOST = 50_000
# Without lost deals, leads that came so long before and are no customers count as not won.
WAITED = timedelta(days=90)
# They are looked at as they were at so many moments, and at most so many of them for each win.
MOMENTS, NEGATIVES_PER_WIN = 10, 10


@dataclass(frozen=True, slots=True)
class Lead:
    """One lead to learn from: what was known of it, when, and whether it was won."""

    facts: dict[str, Any]
    at: datetime
    won: bool


@dataclass(frozen=True, slots=True)
class Readiness:
    """Leads that were won, lost, and (up to 10,000) that just waited, and how many of them are needed."""

    wins: int
    losses: int
    waiting: int
    needed: int = FEWEST
    most_counted: int = MOST_COUNTED

    @property
    def by_deals(self) -> bool:
        """Whether enough deals were lost to learn from them."""
        return self.losses >= self.needed

    @property
    def enough(self) -> bool:
        """Whether a model can be learned."""
        return self.wins >= self.needed and (self.by_deals or self.waiting >= self.needed)

    @property
    def rule(self) -> str:
        """Which leads count as not won."""
        if self.by_deals:
            return "Not won are leads with a lost deal."
        return (
            f"Fewer than {self.needed} deals were lost, so not won are leads that came {WAITED.days} days "
            f"before and are no customers, as they were at {MOMENTS} moments in the time of the wins."
        )

    def __str__(self) -> str:
        if self.enough:
            return f"{self.wins:,} wins and {self.losses if self.by_deals else self.waiting:,} leads not won."
        others = max(self.losses, self.waiting)
        return (
            f"Not enough outcomes: {min(self.wins, self.needed):,} of {self.needed} wins, "
            f"{min(others, self.needed):,} of {self.needed} leads not won."
        )


def readiness(*, now: datetime | None = None) -> Readiness:
    """Whether there are outcomes enough. Two queries."""
    counts = Outcome.objects.aggregate(
        wins=Count("contact", distinct=True, filter=Q(kind__in=WINS)),
        losses=Count("contact", distinct=True, filter=Q(kind=OutcomeKind.LOST)),
    )
    waiting = _waiting((now or clock.now()) - WAITED)[:MOST_COUNTED].count()
    return Readiness(wins=counts["wins"], losses=counts["losses"], waiting=waiting)


def leads_to_learn_from(ready: Readiness, *, most: int = MOST) -> list[Lead]:
    """The latest `most` leads by time: a contact's first win, else its latest loss, or how it waited."""
    wins = _one_each(Outcome.objects.filter(kind__in=WINS).order_by("contact_id", "happened_at"), won=True)
    if ready.by_deals:
        never_won = Outcome.objects.filter(kind=OutcomeKind.LOST).exclude(contact__outcomes__kind__in=WINS)
        others = _one_each(never_won.order_by("contact_id", "-happened_at"), won=False)
    else:
        others = list(_waited(sorted(lead.at for lead in wins), most)) if wins else []
    return sorted([*wins, *others], key=lambda lead: lead.at)[-most:]


def _one_each(outcomes: QuerySet[Outcome], *, won: bool) -> list[Lead]:
    rows = outcomes.distinct("contact_id").values_list("facts", "happened_at")
    return [Lead(facts, at, won) for facts, at in rows]


def _waited(wins: Sequence[datetime], most: int) -> Iterator[Lead]:
    """Contacts that were not won, taken at random, at moments spread over the time of the wins."""
    moments = [wins[len(wins) * number // MOMENTS] for number in range(MOMENTS)]
    candidates = _waiting(moments[-1] - WAITED).order_by(MD5(Cast("pk", TextField())))
    chosen: defaultdict[datetime, list[UUID]] = defaultdict(list)
    taken = candidates.values_list("pk", "created_at")[: min(len(wins) * NEGATIVES_PER_WIN, most)]
    for number, (contact_id, came_at) in enumerate(taken):
        possible = moments[bisect_left(moments, came_at + WAITED) :]
        chosen[possible[number % len(possible)]].append(contact_id)
    for at, contact_ids in chosen.items():
        for facts in facts_before(contact_ids, at).values():
            yield Lead(facts, at, won=False)


def _waiting(came_before: datetime) -> QuerySet[Contact]:
    """Contacts that came before then and have not been won to this day."""
    customers = (LifecycleStage.CUSTOMER, LifecycleStage.FORMER)
    won = Outcome.objects.filter(kind__in=[*WINS, OutcomeKind.LEFT]).values("contact_id")
    leads = Contact.objects.filter(created_at__lt=came_before).exclude(lifecycle_stage__in=customers)
    return leads.exclude(pk__in=won)
