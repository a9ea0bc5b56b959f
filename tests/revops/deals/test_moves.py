"""Moves of deals, and what they leave behind."""

from datetime import timedelta
from decimal import Decimal

from mauntic.kernel.clock import now
from revops.deals.services.bulk import move_many, undo_moves
from revops.deals.services.moves import move_deals
from tests.factories.revops import DealFactory


def test_a_move_that_is_taken_back_leaves_age_and_probability_as_they_were(rep):
    since = now() - timedelta(days=40)
    deal = DealFactory(owner=rep, stage="discovery", probability=Decimal("0.35"), stage_entered_at=since)
    done = move_many(deal_ids=[deal.pk], stage="demo", by=rep)
    undo_moves(move_ids=done.moves, by=rep)
    deal.refresh_from_db()
    assert (deal.stage, deal.probability) == ("discovery", Decimal("0.35"))
    assert abs(deal.stage_entered_at - since) < timedelta(minutes=2)


def test_a_probability_set_by_hand_is_kept_in_the_history_when_the_stage_changes(rep):
    deal = DealFactory(owner=rep, probability=Decimal("0.42"))
    move_deals(deal_ids=[deal.pk], stage="demo", by=rep)
    assert list(deal.changes.values_list("field", "old", "new")) == [("probability", "0.420", "0.10")]
