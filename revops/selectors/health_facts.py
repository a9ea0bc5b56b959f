"""What is known of many deals at a moment, read in sets: so many queries per chunk, however many deals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from mauntic.accounts.models import User
from mauntic.crm.models import Company, Contact
from mauntic.tenants.context import current_organization
from revops.domain.health_facts import DealFacts
from revops.domain.stages import Stage
from revops.models import Deal
from revops.selectors.health_past import put_back
from revops.selectors.health_people import NAMED, People, people_of
from revops.selectors.health_sums import Sums, sums_of
from revops.selectors.health_usual import Habits, habits

CHUNK = 2_000
# Most of the time goes into making objects: of wide rows only what is looked at is read.
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
    """The facts of the deals as they were known at `at`, in chunks by id.

    What was done, moved, changed or planned after `at` is left out, and what it replaced is put back. Only
    what keeps no history is as it is now: names, teams, and whether a contact may be written to.
    """
    zone = ZoneInfo(current_organization().time_zone)
    moment = _Moment(at, at.astimezone(zone).date(), habits(at))
    rows = deals.only(*_COLUMNS).order_by("pk")
    chunk = list(rows[:CHUNK])
    while chunk:
        yield _facts_of(chunk, moment)
        chunk = list(rows.filter(pk__gt=chunk[-1].pk)[:CHUNK])


def _facts_of(deals: Sequence[Deal], moment: _Moment) -> list[DealFacts]:
    put_back(deals, moment.at)
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
    """The latest activity done; an import may know only when it was."""
    known = [moment for moment in (sums.last_touch_at, deal.last_activity_at) if moment and moment <= at]
    return max(known, default=None)


def _team_of(deal: Deal) -> UUID | None:
    return deal.owner.team_id if deal.owner else None
