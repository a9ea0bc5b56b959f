from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotFound
from mauntic.tenants.context import entered
from revops.deals.services.create import change_deals, create_deal
from revops.deals.services.drafts import DealDraft
from revops.deals.services.moves import move_deals
from revops.deals.services.reopening import reopen_deal
from revops.health.models import DealHealth, HealthWarning
from revops.health.selectors.deals import deals_at_risk, flagged, health_of, inspect_deal, warning_counts
from revops.health.services.assess import Assessed, assess_deals
from revops.health.services.settings import WarningChange, reset_warning, set_warnings
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory
from tests.support.queries import queries_of

DAY = timedelta(days=1)


def old_deal(**values):
    """A deal that was left alone for 40 days."""
    at = now() - 40 * DAY
    return DealFactory(**{"created_at": at, "stage_entered_at": at, **values})


def keys(deal) -> list[str]:
    return sorted(flag["key"] for flag in health_of(deal.pk).flags)


def test_all_open_deals_are_looked_at_and_nothing_is_written_again_while_nothing_changes(acme):
    deal = old_deal()
    old_deal(stage="closed_lost", closed_at=now(), lost_reason="Price")
    at = now()

    assert assess_deals(now=at) == Assessed(deals=1, changed=1, removed=0)
    first = DealHealth.objects.get()
    assert assess_deals(now=at + timedelta(minutes=1)) == Assessed(deals=1, changed=0, removed=0)
    assert DealHealth.objects.get().computed_at == first.computed_at
    assert (first.pk, first.level, first.action["type"]) == (deal.pk, "critical", "rescue_call")
    assert keys(deal) == [
        "engagement_silent",
        "no_activity",
        "no_next_step",
        "single_threaded",
        "stuck_in_stage",
    ]


def test_time_alone_changes_what_is_kept(acme):
    deal = DealFactory()
    assess_deals()
    before = health_of(deal.pk)

    assert assess_deals(now=now() + 20 * DAY).changed == 1
    assert health_of(deal.pk).score < before.score


def test_only_the_deals_that_are_named_are_looked_at(acme):
    one, other = old_deal(), old_deal()

    assert assess_deals(deal_ids=[one.pk, uuid4()]) == Assessed(deals=1, changed=1, removed=0)
    assert (health_of(one.pk) is None, health_of(other.pk) is None) == (False, True)
    assert assess_deals(deal_ids=[]) == Assessed(deals=0, changed=0, removed=0)


def test_the_queries_do_not_grow_with_the_deals(acme):
    old_deal()
    one = queries_of(assess_deals)
    for _ in range(3):
        old_deal()

    assess_deals()
    assert queries_of(assess_deals) == one


def test_a_new_deal_is_looked_at_and_a_moved_one_again_and_a_closed_one_is_let_go(admin, run_jobs):
    draft = DealDraft(name="New", contact_id=ContactFactory().pk, value=Decimal(100))
    with run_jobs():
        deal = create_deal(draft=draft, by=admin)
    assert "no_economic_buyer" not in keys(deal)
    with run_jobs():
        move_deals(deal_ids=[deal.pk], stage="proposal", by=admin)
    assert "no_economic_buyer" in keys(deal)
    with run_jobs():
        move_deals(deal_ids=[deal.pk], stage="closed_won", by=admin)
    assert health_of(deal.pk) is None
    with run_jobs():
        reopen_deal(deal_id=deal.pk, stage="proposal", reason="They stepped back", by=admin)
    assert health_of(deal.pk) is not None


def test_a_changed_deal_is_looked_at_again(admin, run_jobs):
    deal = old_deal()
    with run_jobs():
        change_deals(deal_ids=[deal.pk], changes={"next_step": "Send the offer"}, by=admin)

    assert "no_next_step" not in keys(deal)


def test_a_changed_deal_is_looked_at_in_the_background(acme, run_jobs):
    deal, other = old_deal(), old_deal()
    with run_jobs():
        change_deals(deal_ids=[deal.pk], changes={"next_step": "Call"}, by=None)

    assert set(DealHealth.objects.values_list("pk", flat=True)) == {deal.pk}
    assert health_of(other.pk) is None


def test_the_deals_at_risk_are_ones_own_first_and_the_worst_first(manager, colleague, globex):
    mild, bad = (
        old_deal(owner=manager, next_step=step, name=name) for step, name in (("Call", "A"), ("", "B"))
    )
    nobodys = old_deal(next_step="")
    DealFactory(owner=manager, name="Well", next_step="Call")
    old_deal(owner=colleague)
    with entered(globex):
        old_deal()
        assess_deals()
    assess_deals()

    assert [row.deal for row in deals_at_risk(manager)] == [bad, mild, nobodys]
    assert [row.deal for row in deals_at_risk(manager, limit=1)] == [bad]


def test_counts_and_lists_are_of_what_the_person_sees(rep, admin, colleague):
    mine, theirs = old_deal(owner=rep), old_deal(owner=colleague)
    assess_deals()

    counts = {
        user: {count.setting.key: count.deals for count in warning_counts(user)} for user in (rep, admin)
    }
    assert (counts[rep]["no_activity"], counts[admin]["no_activity"]) == (1, 2)
    assert counts[admin]["champion_gone"] == 0
    assert [row.deal for row, _ in flagged(rep, "no_activity").deals] == [mine]
    assert {row.deal for row, _ in flagged(admin, "no_activity").deals} == {mine, theirs}
    with pytest.raises(NotFound):
        flagged(admin, "bad_luck")


def test_looking_at_one_deal_writes_nothing_and_is_for_those_who_see_it(rep, colleague):
    deal = old_deal(owner=rep)

    assert inspect_deal(rep, deal.pk).health.has("no_activity")
    assert not DealHealth.objects.exists()
    with pytest.raises(NotFound):
        inspect_deal(colleague, deal.pk)
    with pytest.raises(Invalid, match="now: The deal was created at"):
        inspect_deal(rep, deal.pk, now() - 41 * DAY)


def test_a_deal_can_be_looked_at_as_it_was_before_it_was_closed(rep):
    lost = old_deal(owner=rep, stage="closed_lost", closed_at=now(), lost_reason="Price")
    lost.moves.create(from_stage="demo", to_stage="closed_lost", at=now() - DAY, days=39)

    assert inspect_deal(rep, lost.pk).action.type == "none"
    assert inspect_deal(rep, lost.pk, now() - 2 * DAY).action.type == "rescue_call"


def test_what_counts_is_changed_as_a_whole_or_not_at_all(acme):
    fine = WarningChange(key="no_activity", enabled=True, weight=5, limit=Decimal(3))
    odd = WarningChange(key="value_cut", enabled=True, weight=500, limit=Decimal(0))
    with pytest.raises(Invalid) as refused:
        set_warnings(changes=[fine, odd])

    assert set(refused.value.fields) == {"value_cut-weight", "value_cut-limit"}
    assert not HealthWarning.objects.exists()
    with pytest.raises(NotFound):
        set_warnings(changes=[WarningChange(key="bad_luck", enabled=True, weight=5)])


def test_a_change_of_what_counts_is_set_back_to_the_default(acme, run_jobs):
    deal = DealFactory(created_at=now() - 5 * DAY)
    with run_jobs():
        set_warnings(changes=[WarningChange(key="no_activity", enabled=True, weight=30, limit=Decimal(4))])
    assert "no_activity" in keys(deal)
    with run_jobs():
        reset_warning(key="no_activity")
    assert "no_activity" not in keys(deal)
