"""A person undoes what they did to deals, for an hour and while nothing changed since."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, NotFound
from mauntic.kernel.ids import new_id
from revops.deals.models.deals import Deal
from revops.deals.selectors.days import today
from revops.deals.services.bulk import move_many, set_on_deals
from revops.deals.services.closing import close_deal
from revops.deals.services.create import change_deals
from revops.deals.services.moves import move_deals
from revops.deals.services.undo import undo_action
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
    assert undo_action(action_id=done.action_id, by=rep) == 1
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
