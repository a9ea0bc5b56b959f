"""A person undoes what they did to deals, for an hour and while nothing changed since."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, NotFound
from mauntic.kernel.ids import new_id
from revops.deals.models.deals import Deal
from revops.deals.selectors.days import today
from revops.deals.selectors.undo import Left, left_words
from revops.deals.services.bulk import move_many, set_on_deals
from revops.deals.services.closing import close_deal
from revops.deals.services.create import change_deals
from revops.deals.services.moves import move_deals
from revops.deals.services.reopening import reopen_deal
from revops.deals.services.undo import undo_action
from scoring.learning.models import Outcome
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.usefixtures("acme")


def closed(deal: Deal, by, stage: str = "closed_won", **fields):
    action_id = new_id()
    close_deal(deal_id=deal.pk, stage=stage, by=by, version=1, action_id=action_id, **fields)
    return action_id


def test_an_undone_move_leaves_age_and_probability_as_they_were(rep):
    since = now() - timedelta(days=40)
    deal = DealFactory(owner=rep, stage="discovery", probability=Decimal("0.35"), stage_entered_at=since)
    undo_action(action_id=move_many(deal_ids=[deal.pk], stage="demo", by=rep).action_id, by=rep)
    deal.refresh_from_db()
    assert (deal.stage, deal.probability) == ("discovery", Decimal("0.35"))
    assert abs(deal.stage_entered_at - since) < timedelta(minutes=2)


def test_a_win_is_undone_with_the_value_that_it_set(rep):
    deal = DealFactory(owner=rep, stage="proposal", value=10)
    undo_action(action_id=closed(deal, rep, value=Decimal("99.5")), by=rep)
    deal.refresh_from_db()
    assert (deal.stage, deal.closed_at, deal.value) == ("proposal", None, 10)


def test_a_loss_is_undone_without_its_reason(rep):
    deal = DealFactory(owner=rep, stage="demo")
    undo_action(action_id=closed(deal, rep, "closed_lost", lost_reason="Price"), by=rep)
    deal.refresh_from_db()
    assert (deal.stage, deal.lost_reason) == ("demo", "")


def test_a_win_of_an_earlier_day_has_that_day_and_is_undone_within_an_hour_of_its_entry(rep):
    deal = DealFactory(owner=rep, value=5, stage_entered_at=now() - timedelta(days=9))
    action_id = closed(deal, rep, closed_on=today() - timedelta(days=3))
    deal.refresh_from_db()
    assert today(deal.closed_at) == today() - timedelta(days=3)
    assert deal.moves.get().at == deal.closed_at
    undo_action(action_id=action_id, by=rep)
    deal.refresh_from_db()
    assert deal.closed_at is None


@pytest.mark.parametrize("days", [1, -10])
def test_a_deal_is_not_closed_on_a_day_that_cannot_be(rep, days):
    deal = DealFactory(owner=rep, value=5, stage_entered_at=now() - timedelta(days=9))
    with pytest.raises(Conflict) as refused:
        closed(deal, rep, closed_on=today() + timedelta(days=days), value=Decimal(7))
    assert list(refused.value.details) == ["closed_on"]
    deal.refresh_from_db()
    assert (deal.stage, deal.value) == ("prospecting", 5)


def test_a_deal_that_changed_since_stays_and_the_others_go_back(rep):
    kept, back = DealFactory(owner=rep), DealFactory(owner=rep)
    done = move_many(deal_ids=[kept.pk, back.pk], stage="demo", by=rep)
    move_deals(deal_ids=[kept.pk], stage="proposal", by=rep)
    assert undo_action(action_id=done.action_id, by=rep).deals == 1
    stages = [Deal.objects.get(pk=deal.pk).stage for deal in (kept, back)]
    assert stages == ["proposal", "prospecting"]


def test_a_value_written_with_fewer_digits_is_undone_all_the_same(rep):
    deal = DealFactory(owner=rep, value=1)
    action_id = new_id()
    change_deals(deal_ids=[deal.pk], changes={"value": Decimal("12.5")}, by=rep, action_id=action_id)
    undo_action(action_id=action_id, by=rep)
    deal.refresh_from_db()
    assert deal.value == 1


def test_nothing_is_undone_twice_nor_later_nor_by_others(rep, colleague):
    deal = DealFactory(owner=rep)
    done = set_on_deals(deal_ids=[deal.pk], field="priority", value="high", by=rep)
    with pytest.raises(NotFound):
        undo_action(action_id=done.action_id, by=colleague)
    with time_machine.travel(now() + timedelta(minutes=61)), pytest.raises(Conflict):
        undo_action(action_id=done.action_id, by=rep)
    undo_action(action_id=done.action_id, by=rep)
    with pytest.raises(Conflict):
        undo_action(action_id=done.action_id, by=rep)
    deal.refresh_from_db()
    assert deal.priority == "medium"


def test_the_value_of_a_deal_that_was_won_since_is_undone_by_managers_alone(rep):
    deal = DealFactory(owner=rep, stage="proposal", value=5)
    raised = set_on_deals(deal_ids=[deal.pk], field="value", value=Decimal(100), by=rep).action_id
    close_deal(deal_id=deal.pk, stage="closed_won", by=rep, version=2)
    with pytest.raises(Conflict):
        undo_action(action_id=raised, by=rep)
    deal.refresh_from_db()
    assert (deal.stage, deal.value) == ("closed_won", 100)


def test_a_deal_that_was_taken_from_the_person_since_is_left_alone(rep, admin, make_user):
    deal = DealFactory(owner=rep, stage="proposal", value=5)
    action_id = closed(deal, rep)
    change_deals(deal_ids=[deal.pk], changes={"owner": make_user(email="kim@acme.example").pk}, by=admin)
    with pytest.raises(Conflict):
        undo_action(action_id=action_id, by=rep)
    deal.refresh_from_db()
    assert deal.stage == "closed_won"


def left_by_undo(action_id, by) -> list[tuple[str, str]]:
    """What the undo left as it is, after it restored one deal."""
    done = undo_action(action_id=action_id, by=by)
    assert done.deals == 1
    return [(each.name, each.reason) for each in done.left]


def test_an_owner_who_was_deactivated_since_blocks_only_their_own_deals(admin, rep, colleague):
    gone, back = DealFactory(owner=colleague, name="Gone"), DealFactory(owner=rep, name="Back")
    done = set_on_deals(deal_ids=[gone.pk, back.pk], field="owner", value=admin.pk, by=admin)
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)
    assert left_by_undo(done.action_id, admin) == [("Gone", "the previous owner is deactivated")]
    assert [Deal.objects.get(pk=deal.pk).owner for deal in (gone, back)] == [admin, rep]


def test_deals_closed_or_moved_since_do_not_block_the_undo_of_the_others(rep):
    deals = {name: DealFactory(owner=rep, name=name, value=5) for name in ("Back", "Moved", "Won")}
    ids = [deal.pk for deal in deals.values()]
    done = set_on_deals(deal_ids=ids, field="value", value=Decimal(9), by=rep)
    change_deals(deal_ids=[deals["Moved"].pk], changes={"value": Decimal(7)}, by=rep)
    close_deal(deal_id=deals["Won"].pk, stage="closed_won", by=rep, version=2)
    assert left_by_undo(done.action_id, rep) == [
        ("Moved", "changed again since"),
        ("Won", "closed, only a manager changes its value or owner"),
    ]
    assert [Deal.objects.get(pk=pk).value for pk in ids] == [5, 7, 9]


def test_a_deal_that_the_person_no_longer_sees_is_left_without_its_name(rep, admin, colleague):
    taken, back = DealFactory(owner=rep), DealFactory(owner=rep)
    done = move_many(deal_ids=[taken.pk, back.pk], stage="demo", by=rep)
    change_deals(deal_ids=[taken.pk], changes={"owner": colleague.pk}, by=admin)
    undone = undo_action(action_id=done.action_id, by=rep)
    assert left_words(undone.left, is_undo=True) == "Not undone: a deal that you can no longer see."
    assert (undone.deals, Deal.objects.get(pk=taken.pk).stage) == (1, "demo")


def test_an_undo_takes_as_many_queries_for_many_owners_as_for_one(rep, admin, make_user):
    def queries(count: int) -> int:
        owners = [make_user(email=f"o{count}-{number}@acme.example") for number in range(count)]
        ids = [DealFactory(owner=owner).pk for owner in owners]
        done = set_on_deals(deal_ids=ids, field="owner", value=rep.pk, by=admin)
        with CaptureQueriesContext(connection) as captured:
            assert undo_action(action_id=done.action_id, by=admin).deals == count
        return len(captured)

    assert queries(1) == queries(3)


def test_a_closed_deal_does_not_block_the_others_of_a_bulk_action(rep):
    won = DealFactory(owner=rep, name="Won", stage="closed_won", closed_at=now(), value=3)
    deal = DealFactory(owner=rep)
    moved = move_many(deal_ids=[won.pk, deal.pk], stage="demo", by=rep)
    assert (moved.deals, left_words(moved.left)) == (1, 'Not changed: "Won" (closed, reopen it first).')
    given = set_on_deals(deal_ids=[won.pk, deal.pk], field="owner", value=None, by=rep)
    assert (given.deals, [each.name for each in given.left]) == (1, ["Won"])


def test_up_to_five_deals_are_named_and_the_others_counted():
    left = [Left(f"Deal {number}", "changed again since") for number in range(7)]
    assert left_words(left[:1]) == 'Not changed: "Deal 0" (changed again since).'
    assert left_words(left).endswith('"Deal 4" (changed again since), 2 more.')
    assert left_words(left[:5], 1005).endswith("1,000 more.")
    assert left_words([]) == ""


@pytest.mark.parametrize(("stage", "reason"), [("closed_won", ""), ("closed_lost", "Price")])
def test_undoing_a_reopening_closes_the_deal_as_it_was(rep, stage, reason):
    deal = DealFactory(owner=rep, stage="proposal", value=5, stage_entered_at=now() - timedelta(days=9))
    closed(deal, rep, stage, lost_reason=reason, closed_on=today() - timedelta(days=3))
    before = Deal.objects.get(pk=deal.pk)
    action_id = new_id()
    reopen_deal(deal_id=deal.pk, stage="demo", reason="Mistake", by=rep, action_id=action_id)
    closings = StoredEvent.objects.filter(type__in=["revops.DealWon", "revops.DealLost"])
    count = closings.count()
    undo_action(action_id=action_id, by=rep)
    after = Deal.objects.get(pk=deal.pk)
    kept = ("stage", "closed_at", "lost_reason", "stage_entered_at", "probability")
    assert {name: getattr(after, name) for name in kept} == {name: getattr(before, name) for name in kept}
    assert closings.count() == count, "it is not won or lost a second time"


def test_a_reopened_deal_without_value_does_not_become_won_again(rep):
    deal = DealFactory(owner=rep, stage="proposal", value=5)
    closed(deal, rep)
    action_id = new_id()
    reopen_deal(deal_id=deal.pk, stage="demo", reason="", by=rep, action_id=action_id)
    change_deals(deal_ids=[deal.pk], changes={"value": Decimal(0)}, by=rep)
    with pytest.raises(Conflict, match="won deals need a value above 0"):
        undo_action(action_id=action_id, by=rep)


@pytest.mark.parametrize(("stage", "kind"), [("closed_won", "won"), ("closed_lost", "lost")])
def test_nothing_is_learned_from_a_closing_that_was_undone(rep, run_jobs, stage, kind):
    contact = ContactFactory()
    kept, mistaken = DealFactory.create_batch(2, owner=rep, contact=contact, stage="proposal", value=5)
    with time_machine.travel(now() - timedelta(minutes=5)), run_jobs():
        closed(kept, rep, stage, lost_reason="Price")
    with run_jobs():
        action_id = closed(mistaken, rep, stage, lost_reason="Price")
    assert Outcome.objects.filter(contact=contact, kind=kind).count() == 2
    with run_jobs():
        undo_action(action_id=action_id, by=rep)
    assert Outcome.objects.get(contact=contact, kind=kind).happened_at < now() - timedelta(minutes=4)
