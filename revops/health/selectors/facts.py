"""Facts about many deals at a given time, read with a constant number of queries per chunk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from mauntic.accounts.models import User
from mauntic.crm.models import Company, Contact
from revops.deals.domain.stages import Stage
from revops.deals.models.deals import Deal
from revops.deals.selectors.days import today
from revops.health.domain.facts import DealFacts
from revops.health.selectors.past import restore_past
from revops.health.selectors.people import NAMED, People, people_of
from revops.health.selectors.sums import Sums, sums_of
from revops.health.selectors.usual import Habits, habits

CHUNK = 2_000
# Creating objects takes most of the time, so only the needed columns are read.
_COLUMNS = (
    "name",
    "stage",
    "value",
    "currency",
    "created_at",
    "stage_entered_at",
    "expected_close_on",
    "next_step",
    "last_activity_at",
    "owner",
    "contact",
    "company",
)


@dataclass(frozen=True, slots=True)
class _Moment:
    at: datetime
    today: date
    habits: Habits


def facts_of(deals: QuerySet[Deal], at: datetime) -> Iterator[list[DealFacts]]:
    """Yield the facts of deals as known at `at`, in chunks by id.

    Everything after `at` is left out, and changed values are restored. Values without a history are today's:
    names, teams, and suppressions of contacts.

    Args:
        deals: the deals, in any order.
        at: the time whose facts are wanted.
    """
    moment = _Moment(at, today(at), habits(at))
    rows = deals.only(*_COLUMNS).order_by("pk")
    chunk = list(rows[:CHUNK])
    while chunk:
        yield _facts_of(chunk, moment)
        chunk = list(rows.filter(pk__gt=chunk[-1].pk)[:CHUNK])


def _facts_of(deals: Sequence[Deal], moment: _Moment) -> list[DealFacts]:
    restore_past(deals, moment.at)
    prefetch_related_objects(
        deals,
        Prefetch("owner", User.objects.only("name", "email", "team")),
        Prefetch("contact", Contact.objects.only(*NAMED)),
        Prefetch("company", Company.objects.only("name")),
    )
    sums, people = sums_of(deals, moment.at), people_of(deals, moment.at)
    return [_facts(deal, sums[deal.pk], people[deal.pk], moment) for deal in deals]


def _facts(deal: Deal, sums: Sums, people: People, moment: _Moment) -> DealFacts:
    stage, team_id = Stage(deal.stage), _team_of(deal)
    return DealFacts(
        deal_id=deal.pk,
        name=deal.name,
        stage=stage,
        value=deal.value,
        currency=deal.currency,
        created_at=deal.created_at,
        stage_entered_at=min(deal.stage_entered_at, moment.at),
        today=moment.today,
        owner=str(deal.owner or ""),
        contact=deal.contact.name if deal.contact else "",
        company=deal.company.name if deal.company else "",
        expected_close_on=deal.expected_close_on,
        next_step=deal.next_step.strip(),
        last_touch_at=_last_touch(deal, sums, moment.at),
        pace=moment.habits.between_touches(team_id),
        usual_stage=moment.habits.in_stage(team_id, stage),
        slips=sums.slips,
        first_close_on=sums.first_close_on,
        people=people.all,
        highest_value=sums.highest_value,
        planned=sums.planned,
        overdue=sums.overdue,
        overdue_since=sums.overdue_since,
        meeting_at=sums.meeting_at,
        recent_signals=people.recent_signals,
        earlier_signals=people.earlier_signals,
    )


def _last_touch(deal: Deal, sums: Sums, at: datetime) -> datetime | None:
    """Return the time of the latest activity. Imported deals may have only the time, without the activity."""
    known = [moment for moment in (sums.last_touch_at, deal.last_activity_at) if moment and moment <= at]
    return max(known, default=None)


def _team_of(deal: Deal) -> UUID | None:
    return deal.owner.team_id if deal.owner else None
