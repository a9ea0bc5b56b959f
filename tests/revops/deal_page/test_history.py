"""The history of a deal: who moved and changed it."""

from decimal import Decimal

import pytest

from revops.deals.services.bulk import set_on_deals
from revops.deals.services.create import change_deals
from revops.deals.services.moves import move_deals
from revops.deals.services.undo import undo_action
from tests.factories.revops import DealFactory
from tests.support.queries import queries_of

pytestmark = pytest.mark.usefixtures("acme")


def text_of(web, deal, query: str = "") -> str:
    answer = web.get(f"/revops/deals/{deal.pk}/history/{query}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_moves_and_changes_name_person_and_labels(web, rep, admin):
    deal = DealFactory(owner=rep, value=Decimal(100))
    change_deals(deal_ids=[deal.pk], changes={"value": Decimal(200)}, by=rep)
    move_deals(deal_ids=[deal.pk], stage="qualification", by=admin)
    page = text_of(web, deal)
    assert f"<strong>{rep}</strong>" in page
    assert f"<strong>{admin}</strong>" in page
    assert '<span class="change-old">100</span>' in page
    assert '<span class="change-new">200</span>' in page
    assert '<span class="change-new">Qualification</span>' in page


def test_one_field_is_shown_alone(web, rep):
    deal = DealFactory(owner=rep, value=Decimal(100), next_step="Call")
    change_deals(deal_ids=[deal.pk], changes={"value": Decimal(200)}, by=rep)
    change_deals(deal_ids=[deal.pk], changes={"next_step": "Send the contract"}, by=rep)
    page = text_of(web, deal, "?field=next_step")
    assert "Send the contract" in page
    assert ">200<" not in page


def test_an_undone_bulk_change_says_so(web, rep):
    deal = DealFactory(owner=rep, priority="low")
    done = set_on_deals(deal_ids=[deal.pk], field="priority", value="high", by=rep)
    undo_action(action_id=done.action_id, by=rep)
    page = text_of(web, deal)
    assert page.count('class="is-undone"') == 1
    assert "· Undo" in page


def test_older_changes_are_on_the_next_page(web, rep):
    deal = DealFactory(owner=rep)
    for number in range(55):
        change_deals(deal_ids=[deal.pk], changes={"next_step": f"Step {number}"}, by=rep)
    page = text_of(web, deal)
    assert ">Step 54<" in page
    assert ">Step 2<" not in page
    after = page.split('rel="next"')[1].split("after=")[1].split('"')[0].replace("&amp;", "&")
    assert ">Step 2<" in text_of(web, deal, f"?after={after}")


def test_a_move_and_the_probability_that_it_reset_are_on_one_page(web, rep):
    deal = DealFactory(owner=rep, probability="0.42")
    move_deals(deal_ids=[deal.pk], stage="demo", by=rep)
    for number in range(49):
        change_deals(deal_ids=[deal.pk], changes={"next_step": f"Step {number}"}, by=rep)
    page = text_of(web, deal)
    assert "Mauntic, from the stage" not in page
    after = page.split('rel="next"')[1].split("after=")[1].split('"')[0].replace("&amp;", "&")
    older = text_of(web, deal, f"?after={after}")
    assert "Mauntic, from the stage" in older
    assert '<span class="change-new">Demo</span>' in older


def test_another_rep_does_not_see_it(web, make_user):
    other = make_user("rep", email="other@acme.example", name="Other")
    deal = DealFactory(owner=other)
    assert web.get(f"/revops/deals/{deal.pk}/history/").status_code == 404


def test_more_changes_cost_no_more_queries(web, rep):
    def cost(changes: int) -> int:
        deal = DealFactory(owner=rep)
        for number in range(changes):
            change_deals(deal_ids=[deal.pk], changes={"next_step": f"Step {number}"}, by=rep)
        return queries_of(lambda: web.get(f"/revops/deals/{deal.pk}/history/"))

    assert cost(1) == cost(3)
