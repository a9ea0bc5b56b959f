"""Deals come to be, change, move, are closed and opened again."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from mauntic.accounts.services import set_access_policy
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from mauntic.kernel.ids import new_id
from revops.deals.models.deals import Deal, DealChange, StageMove
from revops.deals.services import create, drafts, moves
from revops.deals.services.create import change_deals
from revops.deals.services.positions import GAP
from revops.deals.services.reopening import reopen_deal
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.usefixtures("acme")


def moves_of(deal: Deal) -> list[tuple[str, str]]:
    return list(deal.moves.values_list("from_stage", "to_stage"))


def published() -> list[tuple[str, dict]]:
    rows = StoredEvent.objects.filter(type__startswith="revops.").order_by("occurred_at", "id")
    return [(row.type, fact) for row in rows for fact in row.facts]


def test_a_new_deal_belongs_to_its_maker_and_starts_at_prospecting(rep):
    contact = ContactFactory()
    deal = create.create_deal(draft=drafts.DealDraft(name="Wire", contact_id=contact.pk), by=rep)
    deal.refresh_from_db()
    assert (deal.owner, deal.stage, deal.probability, deal.currency, deal.company) == (
        rep,
        "prospecting",
        Decimal("0.1"),
        "USD",
        contact.company,
    )
    assert moves_of(deal) == [("", "prospecting")]
    fact = {"dealId": str(deal.pk), "contactId": str(contact.pk), "stage": "prospecting"}
    assert [(name, said.items() >= fact.items()) for name, said in published()] == [
        ("revops.DealCreated", True)
    ]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", {"name": " "}),
        ("value", {"value": Decimal(-1)}),
        ("value", {"value": Decimal("NaN")}),
        ("currency", {"currency": "EUX"}),
        ("priority", {"priority": "huge"}),
        ("stage", {"stage": "closed_won"}),
        ("contact", {"contact_id": new_id()}),
        ("company", {"company_id": new_id()}),
        ("owner", {"owner_id": new_id()}),
    ],
)
def test_a_bad_draft_names_its_field_and_nothing_is_written(rep, field, wrong):
    draft = drafts.DealDraft(**{"name": "Wire", "contact_id": ContactFactory().pk} | wrong)
    with pytest.raises(Invalid) as refused:
        create.create_deal(draft=draft, by=rep)
    assert list(refused.value.fields) == [field]
    assert not Deal.objects.exists()


def test_open_deals_move_anywhere_and_each_move_is_kept(rep):
    deal = DealFactory(owner=rep)
    moves.move_deals(deal_ids=[deal.pk], stage="negotiation", by=rep)
    moves.move_deals(deal_ids=[deal.pk], stage="demo", by=rep)
    deal.refresh_from_db()
    assert moves_of(deal) == [("prospecting", "negotiation"), ("negotiation", "demo")]
    assert (deal.probability, deal.forecast_category, deal.version) == (Decimal("0.5"), "best_case", 3)


def test_a_deal_without_a_value_is_not_won(rep):
    deal = DealFactory(owner=rep, value=0)
    with pytest.raises(Conflict) as refused:
        moves.move_deals(deal_ids=[deal.pk], stage="closed_won", by=rep)
    assert list(refused.value.details) == ["value"]
    assert moves_of(deal) == []


def test_a_deal_is_not_lost_without_a_reason(rep):
    deal = DealFactory(owner=rep)
    with pytest.raises(Conflict) as refused:
        moves.move_deals(deal_ids=[deal.pk], stage="closed_lost", by=rep, lost_reason=" ")
    assert list(refused.value.details) == ["lostReason"]


def test_winning_and_losing_are_told(rep):
    won, lost = DealFactory(owner=rep), DealFactory(owner=rep)
    moves.move_deals(deal_ids=[won.pk], stage="closed_won", by=rep)
    moves.move_deals(deal_ids=[lost.pk], stage="closed_lost", by=rep, lost_reason="Price")
    won.refresh_from_db()
    lost.refresh_from_db()
    assert (won.forecast_category, lost.forecast_category, lost.lost_reason) == ("closed", "omitted", "Price")
    assert won.closed_at is not None
    assert [name for name, _ in published()] == [
        "revops.DealStageChanged",
        "revops.DealWon",
        "revops.DealStageChanged",
        "revops.DealLost",
    ]


def test_a_closed_deal_moves_only_when_a_manager_reopens_it_with_a_reason(rep, manager):
    deal = DealFactory(owner=None)
    moves.move_deals(deal_ids=[deal.pk], stage="closed_lost", by=manager, lost_reason="Price")
    with pytest.raises(Conflict):
        moves.move_deals(deal_ids=[deal.pk], stage="demo", by=manager)
    with pytest.raises(NotFound):
        reopen_deal(deal_id=deal.pk, stage="demo", reason="They called", by=rep)
    with pytest.raises(Invalid) as refused:
        reopen_deal(deal_id=deal.pk, stage="closed_won", reason="", by=manager)
    assert sorted(refused.value.fields) == ["reason", "stage"]
    reopen_deal(deal_id=deal.pk, stage="demo", reason="They called", by=manager)
    deal.refresh_from_db()
    assert (deal.stage, deal.closed_at, deal.lost_reason) == ("demo", None, "")
    assert StageMove.objects.get(deal=deal, to_stage="demo").reason == "They called"


def test_a_rep_reopens_their_own_deal_within_an_hour_without_a_reason(rep):
    deal = DealFactory(owner=rep, stage="demo", value=5)
    moves.move_deals(deal_ids=[deal.pk], stage="closed_won", by=rep)
    with time_machine.travel(now() + timedelta(minutes=59)):
        reopen_deal(deal_id=deal.pk, stage="demo", reason="", by=rep)
    deal.refresh_from_db()
    assert (deal.stage, deal.closed_at) == ("demo", None)


def test_a_rep_reopens_nothing_an_hour_later_nor_a_deal_of_others(rep, colleague):
    set_access_policy(seen_by_reps="all")
    mine, theirs = DealFactory(owner=rep, value=5), DealFactory(owner=colleague, value=5)
    moves.move_deals(deal_ids=[mine.pk, theirs.pk], stage="closed_won", by=rep)
    with pytest.raises(NotAllowed):
        reopen_deal(deal_id=theirs.pk, stage="demo", reason="They called", by=rep)
    with time_machine.travel(now() + timedelta(minutes=61)), pytest.raises(NotAllowed):
        reopen_deal(deal_id=mine.pk, stage="demo", reason="They called", by=rep)


def test_an_unknown_stage_is_refused_by_name(rep):
    with pytest.raises(Invalid, match="not a stage"):
        moves.move_deals(deal_ids=[DealFactory(owner=rep).pk], stage="sold", by=rep)


def test_the_second_of_two_who_move_one_deal_is_told_and_the_first_move_stays(rep):
    deal = DealFactory(owner=rep)
    moves.move_deals(deal_ids=[deal.pk], stage="demo", by=rep, versions={deal.pk: 1})
    with pytest.raises(Conflict, match="changed since you opened it"):
        moves.move_deals(deal_ids=[deal.pk], stage="proposal", by=rep, versions={deal.pk: 1})
    assert moves_of(deal) == [("prospecting", "demo")]


def test_one_refused_deal_keeps_the_others_where_they_are(rep):
    good, without_value = DealFactory(owner=rep), DealFactory(owner=rep, value=0)
    with pytest.raises(Conflict):
        moves.move_deals(deal_ids=[good.pk, without_value.pk], stage="closed_won", by=rep)
    assert moves_of(good) == []


def test_accents_of_a_deal_have_one_form_however_they_are_typed(rep):
    deal = create.create_deal(
        draft=drafts.DealDraft(name=" Cafe\u0301  Wire ", contact_id=None, next_step="Re\u0301union"),
        by=rep,
    )
    assert (deal.name, deal.next_step) == ("Café Wire", "Réunion")
    changes = {"name": "Ame\u0301lie", "next_step": "De\u0301mo"}
    (deal,) = create.change_deals(deal_ids=[deal.pk], changes=changes, by=rep)
    assert (deal.name, deal.next_step) == ("Amélie", "Démo")
    moves.move_deals(deal_ids=[deal.pk], stage="closed_lost", by=rep, lost_reason="Tre\u0301sorerie")
    deal.refresh_from_db()
    assert (deal.lost_reason, deal.moves.latest("at").reason) == ("Trésorerie", "Trésorerie")


def test_what_changes_is_kept_as_it_was(rep):
    deal = DealFactory(owner=rep, value=100)
    changes = {"value": Decimal(80), "name": deal.name}
    create.change_deals(deal_ids=[deal.pk], changes=changes, by=rep, reason="Discount")
    kept = DealChange.objects.values_list("field", "old", "new", "reason")
    assert list(kept) == [("value", "100.00", "80", "Discount")]


def test_a_category_that_a_person_chose_holds_until_the_deal_is_closed(rep):
    deal = DealFactory(owner=rep)
    create.change_deals(deal_ids=[deal.pk], changes={"category_override": "commit"}, by=rep)
    deal.refresh_from_db()
    assert deal.forecast_category == "commit"
    moves.move_deals(deal_ids=[deal.pk], stage="closed_won", by=rep)
    deal.refresh_from_db()
    assert deal.forecast_category == "closed"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("value", Decimal(-5)),
        ("currency", "XYZ1"),
        ("currency", ""),
        ("owner", new_id()),
        ("probability", Decimal("1.2")),
        ("category_override", "sure"),
        ("category_override", "closed"),
        ("stage", "demo"),
    ],
)
def test_a_bad_change_names_its_field(rep, field, wrong):
    deal = DealFactory(owner=rep)
    with pytest.raises(Invalid) as refused:
        create.change_deals(deal_ids=[deal.pk], changes={field: wrong}, by=rep)
    assert list(refused.value.fields) == [field]
    assert not DealChange.objects.exists()


def test_what_a_rep_may_not_see_does_not_exist_for_them(rep, colleague):
    deal = DealFactory(owner=colleague)
    for act in (
        lambda: moves.move_deals(deal_ids=[deal.pk], stage="demo", by=rep),
        lambda: create.change_deals(deal_ids=[deal.pk], changes={"name": "Mine"}, by=rep),
        lambda: moves.place_deal(deal_id=deal.pk, stage="demo", below_id=None, by=rep, version=1),
    ):
        with pytest.raises(NotFound):
            act()
    assert moves_of(deal) == []


def in_order(stage: str) -> list[str]:
    return list(Deal.objects.filter(stage=stage).order_by("position", "id").values_list("name", flat=True))


def test_a_deal_is_put_below_another_one_or_on_top(rep):
    for name in "cba":
        create.create_deal(draft=drafts.DealDraft(name=name, contact_id=None), by=rep)
    deals = {deal.name: deal for deal in Deal.objects.all()}
    place = {"stage": "prospecting", "by": rep, "version": 1}
    moves.place_deal(deal_id=deals["a"].pk, below_id=deals["b"].pk, **place)
    assert in_order("prospecting") == ["b", "a", "c"]
    moves.place_deal(deal_id=deals["c"].pk, below_id=None, **place)
    assert in_order("prospecting") == ["c", "b", "a"]
    moves.place_deal(deal_id=deals["c"].pk, below_id=deals["a"].pk, **place)
    assert in_order("prospecting") == ["b", "a", "c"]
    moves.place_deal(deal_id=deals["c"].pk, below_id=None, by=rep, version=1, stage="demo")
    assert (in_order("prospecting"), in_order("demo")) == (["b", "a"], ["c"])


def test_a_column_without_room_is_spaced_anew_and_keeps_its_order(rep):
    first, second = DealFactory(owner=rep, position=1, name="1"), DealFactory(owner=rep, position=2, name="3")
    between = DealFactory(owner=rep, position=3, name="2")
    moves.place_deal(deal_id=between.pk, stage="prospecting", below_id=first.pk, by=rep, version=1)
    assert in_order("prospecting") == ["1", "2", "3"]
    second.refresh_from_db()
    assert second.position >= GAP


def test_what_a_closed_deal_brought_and_to_whom_is_the_managers_to_change(rep, colleague, manager):
    set_access_policy(seen_by_reps="all")
    deal = DealFactory(owner=colleague, stage="closed_won", closed_at=now(), probability=1)
    with pytest.raises(NotAllowed, match="Ask your manager"):
        change_deals(deal_ids=[deal.pk], changes={"owner": rep.pk}, by=rep)
    with pytest.raises(Invalid, match="has no probability"):
        change_deals(deal_ids=[deal.pk], changes={"probability": Decimal("0.3")}, by=manager)
    change_deals(deal_ids=[deal.pk], changes={"owner": rep.pk}, by=manager)
    assert Deal.objects.get().owner == rep
