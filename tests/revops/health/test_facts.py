"""What SQL knows of many deals is what a person would read off their rows."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from mauntic.accounts.models import Team
from mauntic.tenants.context import entered
from revops.activities.models import Activity
from revops.committee.models import CommitteeMember
from revops.deals.domain.stages import OPEN
from revops.deals.models.deals import Deal, DealChange, StageMove
from revops.health.domain.facts import Person, Usual
from revops.health.selectors import facts as selectors_facts
from revops.health.selectors.facts import facts_of
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.revops import DealFactory
from tests.factories.scoring import make_signal
from tests.support.queries import queries_of

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def known(deal: Deal, at: datetime = NOW):
    [[facts]] = facts_of(Deal.objects.filter(pk=deal.pk), at)
    return facts


def old_deal(**values) -> Deal:
    at = NOW - 90 * DAY
    return DealFactory(**{"created_at": at, "stage_entered_at": at, **values})


def change(deal: Deal, field: str, old: object, new: object, days_ago: float) -> None:
    at = NOW - days_ago * DAY
    DealChange.objects.create(deal=deal, field=field, old=str(old), new=str(new), at=at)


def test_the_facts_of_random_deals_are_those_of_a_reader_of_their_rows(acme, make_user):
    chance = random.Random(20261125)
    owners = [None, make_user("rep"), make_user("manager")]
    deals = [_random_deal(chance, chance.choice(owners)) for _ in range(25)]
    found = {facts.deal_id: facts for chunk in facts_of(Deal.objects.all(), NOW) for facts in chunk}

    assert set(found) == {deal.pk for deal in deals}
    for deal in deals:
        read = _read(deal)
        assert {name: getattr(found[deal.pk], name) for name in read} == read


def _random_deal(chance: random.Random, owner) -> Deal:
    deal = old_deal(
        owner=owner, stage=chance.choice(OPEN), contact=chance.choice([None, ContactFactory()]), company=None
    )
    for _ in range(chance.randrange(5)):
        due, done = (chance.choice([None, NOW + chance.uniform(-30, 9) * DAY]) for _ in range(2))
        kind = chance.choice(["call", "meeting", "demo"])
        made = NOW + chance.uniform(-60, 5) * DAY
        Activity.objects.create(deal=deal, type=kind, due_at=due, completed_at=done, created_at=made)
    for _ in range(chance.randrange(4)):
        days = [date(2026, 12, 1) + chance.randrange(60) * DAY for _ in range(2)]
        change(
            deal,
            "expected_close_on",
            *chance.choice([days, ["", days[0]], [days[0], ""]]),
            chance.uniform(1, 50),
        )
        change(deal, "value", chance.randrange(5_000), 1, chance.uniform(1, 50))
    if chance.random() < 0.3:
        change(deal, "currency", "EUR", "USD", chance.uniform(1, 50))
    for _ in range(chance.randrange(4)):
        member = ContactFactory(suppressed_reason=chance.choice(["", "", "Bounced"]))
        left = chance.choice([None, None, NOW + chance.uniform(-9, 3) * DAY])
        added = NOW + chance.uniform(-60, 5) * DAY
        role = chance.choice(["champion", "economic_buyer"])
        CommitteeMember.objects.create(deal=deal, contact=member, role=role, added_at=added, left_at=left)
    for contact in [deal.contact, *(member.contact for member in deal.committee.all())]:
        for _ in range(chance.randrange(3) if contact else 0):
            at = NOW + chance.uniform(-70, 3) * DAY
            make_signal(contact, "DOCS_VISIT", detected_at=at, count=chance.randrange(1, 4))
    return deal


def _read(deal: Deal) -> dict[str, object]:
    done, still, late = [], [], []
    for activity in deal.activities.filter(created_at__lte=NOW):
        if activity.completed_at and activity.completed_at <= NOW:
            done.append(activity.completed_at)
        elif activity.due_at:
            still.append(activity)
            late += [activity.due_at] if activity.due_at < NOW else []
    talks = [each.due_at for each in still if each.due_at >= NOW and each.type in {"meeting", "demo"}]
    moved = [each for each in deal.changes.filter(field="expected_close_on") if each.old]
    revalued = max((each.at for each in deal.changes.filter(field="currency")), default=NOW - 99 * DAY)
    values = [Decimal(each.old) for each in deal.changes.filter(field="value") if each.at > revalued]
    members = [member for member in deal.committee.all() if member.added_at <= NOW]
    gone = [
        member
        for member in members
        if (member.left_at and member.left_at <= NOW) or member.contact.suppressed_reason
    ]
    counting = [member.contact for member in members if member not in gone] + [deal.contact] * bool(
        deal.contact
    )
    signals = [signal for contact in counting for signal in contact.intent_signals.all()]
    return {
        "last_touch_at": max(done, default=None),
        "planned": len(still),
        "overdue": len(late),
        "overdue_since": min(late, default=None),
        "meeting_at": min(talks, default=None),
        "slips": sum(each.new > each.old for each in moved),
        "first_close_on": min((date.fromisoformat(each.old) for each in moved), default=None),
        "highest_value": max(values, default=None),
        "recent_signals": sum(each.count for each in signals if NOW - 30 * DAY < each.detected_at <= NOW),
        "earlier_signals": sum(
            each.count for each in signals if NOW - 60 * DAY < each.detected_at <= NOW - 30 * DAY
        ),
    }


def test_a_deal_is_told_as_it_was_with_what_came_later_put_back(acme, rep):
    before, after = ContactFactory(first_name="Ann", last_name="Lee"), ContactFactory()
    deal = old_deal(
        name="Now", stage="closed_won", value=900, currency="USD", contact=after, owner=rep, closed_at=NOW
    )
    StageMove.objects.create(deal=deal, to_stage="demo", at=NOW - 90 * DAY)
    StageMove.objects.create(deal=deal, from_stage="demo", to_stage="proposal", at=NOW - 40 * DAY, days=50)
    StageMove.objects.create(deal=deal, from_stage="proposal", to_stage="closed_won", at=NOW - DAY, days=39)
    for field, old, new in (
        ("name", "Then", "Later"),
        ("value", "1500.00", "900"),
        ("currency", "EUR", "USD"),
        ("expected_close_on", "2026-12-31", ""),
        ("next_step", "Call", ""),
        ("contact", before.pk, after.pk),
        ("owner", "", rep.pk),
    ):
        change(deal, field, old, new, days_ago=5)
    change(deal, "name", "Later", "Now", days_ago=2)

    then = known(deal, NOW - 10 * DAY)
    assert (then.name, then.stage, then.value, then.currency) == ("Then", "proposal", Decimal(1500), "EUR")
    assert (then.stage_entered_at, then.contact, then.owner) == (NOW - 40 * DAY, "Ann Lee", "")
    assert (then.expected_close_on, then.next_step) == (date(2026, 12, 31), "Call")
    assert known(deal, NOW - 60 * DAY).stage == "demo"
    assert known(deal).stage == "closed_won"
    assert known(deal, NOW - 3 * DAY).name == "Later"


def test_an_imported_deal_knows_when_it_was_touched_without_the_activities(acme):
    deal = old_deal(last_activity_at=NOW - 12 * DAY)

    assert known(deal).last_touch_at == NOW - 12 * DAY
    assert known(deal, NOW - 13 * DAY).last_touch_at is None


def test_people_are_gone_who_left_may_not_be_contacted_or_champion_another_company(acme):
    here, elsewhere = CompanyFactory(), CompanyFactory()
    deal = old_deal(contact=None, company=here)
    for name, role, values, left in (
        ("Ann", "champion", {"company": elsewhere}, None),
        ("Bob", "influencer", {"company": elsewhere}, None),
        ("Cy", "legal", {"company": here, "suppressed_reason": "Bounced"}, None),
        ("Di", "other", {"company": here}, NOW - DAY),
        ("Ed", "other", {"company": None}, NOW + DAY),
    ):
        contact = ContactFactory(first_name=name, last_name="", **values)
        CommitteeMember.objects.create(
            deal=deal, contact=contact, role=role, added_at=NOW - 9 * DAY, left_at=left
        )

    assert set(known(deal).people) == {
        Person("Ann", "champion", "now works for another company"),
        Person("Bob", "influencer"),
        Person("Cy", "legal", "is suppressed (Bounced)"),
        Person("Di", "other", "left the committee on 24 Nov 2026"),
        Person("Ed", "other"),
    }


@pytest.mark.parametrize(
    ("by_team", "by_others", "usual"),
    [(5, 9, Usual(10, 5, "team North")), (4, 6, Usual(20, 10, "the organization")), (2, 2, Usual(14))],
)
def test_what_is_usual_is_the_teams_own_else_the_organizations_else_a_default(
    acme, rep, by_team, by_others, usual
):
    rep.team = Team.objects.create(name="North")
    rep.save()
    deal = old_deal(owner=rep, stage="demo")
    for days, owner, count in ((10, rep, by_team), (20, None, by_others)):
        for _ in range(count):
            moved = {"from_stage": "demo", "to_stage": "proposal", "at": NOW - DAY, "days": days}
            StageMove.objects.create(deal=old_deal(owner=owner), **moved)

    assert known(deal).usual_stage == usual


def test_the_pace_is_the_median_of_days_between_touches_of_the_teams_open_deals(acme, rep):
    rep.team = Team.objects.create(name="Team South")
    rep.save()
    deal = old_deal(owner=rep)
    for days in (50, 43, 36, 29, 22, 15):
        for hours in (0, 2):  # twice on a day is once
            done = NOW - days * DAY - timedelta(hours=hours)
            Activity.objects.create(deal=deal, type="call", created_at=done, completed_at=done)

    assert known(deal).pace == Usual(7, 5, "Team South")
    assert known(deal, NOW - 16 * DAY).pace is None


def test_chunks_hold_all_deals_once_and_cost_the_same_queries(acme, monkeypatch):
    deals = {old_deal().pk for _ in range(5)}
    one = queries_of(lambda: list(facts_of(Deal.objects.all(), NOW)))
    monkeypatch.setattr(selectors_facts, "CHUNK", 2)
    chunks = list(facts_of(Deal.objects.all(), NOW))

    assert [len(chunk) for chunk in chunks] == [2, 2, 1]
    assert {facts.deal_id for chunk in chunks for facts in chunk} == deals
    monkeypatch.undo()
    for _ in range(3):
        _random_deal(random.Random(1), None)
    assert queries_of(lambda: list(facts_of(Deal.objects.all(), NOW))) == one


def test_the_day_is_that_of_the_organization(acme):
    acme.time_zone = "Pacific/Auckland"
    acme.save()
    with entered("acme"):
        assert known(old_deal()).today == date(2026, 11, 26)
