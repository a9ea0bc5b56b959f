"""Moves of deals, and what they leave behind."""

from revops.deals.services.moves import move_deals
from tests.factories.revops import DealFactory


def test_a_probability_set_by_hand_is_kept_in_the_history_when_the_stage_changes(rep):
    deal = DealFactory(owner=rep, probability="0.42")
    move_deals(deal_ids=[deal.pk], stage="demo", by=rep)
    assert list(deal.changes.values_list("field", "old", "new")) == [("probability", "0.420", "0.10")]


def test_the_history_says_that_the_stage_reset_the_probability(rep):
    deal = DealFactory(owner=rep, probability="0.42")
    move_deals(deal_ids=[deal.pk], stage="demo", by=rep)
    assert (deal.changes.get().actor, deal.changes.get().by) == ("Mauntic, from the stage", rep)
