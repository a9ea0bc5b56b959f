"""Deals of fifteen months with all that happened to them, so that boards and forecasts have a past."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import insert_rows
from revops.activities.models import Activity
from revops.committee.models import CommitteeMember
from revops.deals.models.deals import Deal, DealChange, StageMove
from revops.deals.services.outcomes import record_outcomes_of

MONTHS, DEALS_A_MONTH = 15, 40
PRODUCTS = {"Platform": 24_000, "Analytics": 12_000, "Starter": 4_000, "Enterprise": 60_000}
STAGES = ("prospecting", "qualification", "discovery", "demo", "proposal", "negotiation")
PROBABILITIES = ("0.1", "0.2", "0.3", "0.5", "0.75", "0.9", "1", "0")
# Mean days that a deal stays in each of the stages, and the share that goes on to the next.
DAYS = (9, 12, 14, 12, 15, 11)
GOES_ON = (0.85, 0.82, 0.85, 0.88, 0.86, 0.88)
# Days from which on a close date may slip, and the shares of deals to which this or that happens.
SLIPS_FROM, SLIPS, IS_CUT, HAS_TASK = 20, 0.4, 0.2, 0.6
CURRENCIES = ("USD", "USD", "USD", "EUR", "EUR", "GBP")
LOST = ("Price", "No budget", "Chose a competitor", "No answer any more", "Missing feature", "Bad timing")
ROLES = ("champion", "technical_buyer", "economic_buyer", "influencer", "end_user", "blocker")
TOUCHES = (("call", "Spoke"), ("email", "Answered"), ("meeting", "Held"), ("call", "No answer"), ("note", ""))
TASKS = ("Send the proposal", "Call about the open points", "Book the demo", "Ask for the decision date")


@dataclass
class Made:
    """Rows of deals that are not written yet."""

    deals: list[Deal] = field(default_factory=list)
    moves: list[StageMove] = field(default_factory=list)
    changes: list[DealChange] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    members: list[CommitteeMember] = field(default_factory=list)

    def write(self) -> None:
        """Insert them all."""
        insert_rows(Deal.objects, self.deals)
        insert_rows(StageMove.objects, self.moves)
        insert_rows(DealChange.objects, self.changes)
        insert_rows(Activity.objects, self.activities)
        insert_rows(CommitteeMember.objects, self.members)


def make(*, reps: Sequence[User], dice: random.Random) -> int:
    """Write the deals; return how many. There are none without leads of a company."""
    leads = list(
        Contact.objects.exclude(company=None).order_by("-lead_score", "-pk").select_related("company")
    )
    made, today = Made(), now()
    if not leads:
        return 0
    for number in range(MONTHS * DEALS_A_MONTH):
        deal = _new(dice.choice(leads), dice.choice(reps), dice, position=number << 32)
        deal.created_at = deal.updated_at = today - timedelta(days=dice.uniform(1, MONTHS * 30))
        _live(made, deal, dice)
    made.write()
    record_outcomes_of(made.deals)
    return len(made.deals)


def _new(lead: Contact, owner: User, dice: random.Random, *, position: int) -> Deal:
    product = dice.choice(list(PRODUCTS))
    value = round(PRODUCTS[product] * dice.lognormvariate(0, 0.35), -2)
    return Deal(
        name=f"{lead.company}: {product}",
        contact=lead,
        company=lead.company,
        owner=owner,
        value=Decimal(value),
        currency=dice.choice(CURRENCIES),
        priority=dice.choice(("low", "medium", "medium", "high")),
        created_by=owner,
        position=position,
    )


def _live(made: Made, deal: Deal, dice: random.Random) -> None:
    """What happened to a deal from its beginning until today."""
    walk = list(_walk(deal.created_at, dice))
    _settle(deal, walk, dice)
    made.deals.append(deal)
    made.moves += _moves(deal, walk)
    made.changes += _changes(deal, dice)
    made.members += _members(deal, dice)
    made.activities += _activities(deal, dice)


def _walk(begun: datetime, dice: random.Random) -> Iterator[tuple[str, datetime]]:
    """Stages and when the deal came to each, until today."""
    at = begun
    for stage, days, share in zip(STAGES, DAYS, GOES_ON, strict=True):
        yield stage, at
        at += timedelta(days=days * dice.uniform(0.3, 1.9))
        if at > now():
            return
        if dice.random() > share:
            yield "closed_lost", at
            return
    yield "closed_won", at


def _settle(deal: Deal, walk: list[tuple[str, datetime]], dice: random.Random) -> None:
    """Where the deal stands after its walk."""
    stage, at = walk[-1]
    deal.stage, deal.stage_entered_at = stage, at
    deal.probability = Decimal(PROBABILITIES[(*STAGES, "closed_won", "closed_lost").index(stage)])
    if stage.startswith("closed"):
        deal.closed_at, deal.expected_close_on = at, at.date()
        deal.lost_reason = dice.choice(LOST) if stage == "closed_lost" else ""
        return
    days_left = sum(DAYS[STAGES.index(stage) :]) * dice.uniform(0.2, 1.3)
    deal.expected_close_on = (now() + timedelta(days=days_left - 5)).date()
    deal.next_step = dice.choice((*TASKS, "", ""))


def _moves(deal: Deal, walk: list[tuple[str, datetime]]) -> Iterator[StageMove]:
    before: tuple[str, datetime] | None = None
    for stage, at in walk:
        days = (
            Decimal((at - before[1]).total_seconds() / 86_400).quantize(Decimal("0.001")) if before else None
        )
        reason = deal.lost_reason if stage == "closed_lost" else ""
        from_stage = before[0] if before else ""
        yield StageMove(
            deal=deal, from_stage=from_stage, to_stage=stage, at=at, by=deal.owner, reason=reason, days=days
        )
        before = (stage, at)


def _changes(deal: Deal, dice: random.Random) -> Iterator[DealChange]:
    """Close dates that slipped and values that were cut on the way."""
    length = ((deal.closed_at or now()) - deal.created_at).days
    if length > SLIPS_FROM and deal.expected_close_on and dice.random() < SLIPS:
        before = deal.expected_close_on - timedelta(days=dice.randint(10, 40))
        yield _change(deal, "expected_close_on", before.isoformat(), deal.expected_close_on.isoformat(), dice)
    if length > SLIPS_FROM and dice.random() < IS_CUT:
        yield _change(deal, "value", str(deal.value * Decimal("1.25")), str(deal.value), dice)


def _change(deal: Deal, name: str, old: str, new: str, dice: random.Random) -> DealChange:
    span = (deal.closed_at or now()) - deal.created_at
    return DealChange(
        deal=deal,
        field=name,
        old=old,
        new=new,
        at=deal.created_at + span * dice.uniform(0.4, 0.95),
        by=deal.owner,
    )


def _members(deal: Deal, dice: random.Random) -> Iterator[CommitteeMember]:
    colleagues = list(Contact.objects.filter(company=deal.company)[:4])
    for contact, role in zip(dice.sample(colleagues, dice.randint(0, len(colleagues))), ROLES, strict=False):
        yield CommitteeMember(deal=deal, contact=contact, role=role, added_at=deal.created_at)


def _activities(deal: Deal, dice: random.Random) -> Iterator[Activity]:
    about: dict[str, Any] = {
        "deal": deal,
        "contact": deal.contact,
        "owner": deal.owner,
        "created_by": deal.owner,
    }
    at, until = deal.created_at, deal.closed_at or now() - timedelta(days=dice.choice((0, 1, 2, 4, 9, 25)))
    while (at := at + timedelta(days=dice.uniform(2, 16))) < until:
        type_, outcome = dice.choice(TOUCHES)
        minutes = dice.choice((15, 30, 45)) if type_ in {"call", "meeting"} else None
        yield Activity(
            type=type_, outcome=outcome, duration_minutes=minutes, completed_at=at, created_at=at, **about
        )
        deal.last_activity_at = at
    if deal.is_open and dice.random() < HAS_TASK:
        due = now() + timedelta(days=dice.uniform(-3, 9))
        yield Activity(type="task", subject=dice.choice(TASKS), due_at=due, created_at=now(), **about)
