"""The page of a deal, and the forms by which deals are made and edited."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.activities.models import Activity
from revops.deal_page.selectors.page import deal_page, deals_of_contact
from revops.deal_page.selectors.timeline import timeline_of
from revops.deals.models.deals import Deal, StageMove
from revops.deals.services.create import change_deals
from revops.deals.services.moves import move_deals
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory
from tests.support.queries import queries_of

pytestmark = pytest.mark.usefixtures("acme")
NEW = "/revops/deals/new/"
WANTED = {"name": "Wire", "value": "10", "currency": "EUR", "stage": "demo", "priority": "high"}


def page_of(web, deal: Deal) -> str:
    return web.get(reverse("revops:deal", args=[deal.pk])).content.decode()


def test_the_bar_says_how_long_the_deal_was_in_each_stage(rep):
    deal = DealFactory(owner=rep, stage="demo")
    StageMove.objects.create(deal=deal, from_stage="prospecting", to_stage="demo", days=Decimal("4.5"))
    steps = {step.stage: (step.days, step.is_current) for step in deal_page(deal.pk, rep, now()).steps}
    assert (steps["prospecting"], steps["demo"], steps["proposal"]) == (
        (4.5, False),
        (0, True),
        (None, False),
    )


def test_a_stage_is_clicked_and_the_page_comes_back(web, rep):
    deal = DealFactory(owner=rep)
    here = reverse("revops:deal", args=[deal.pk])
    url = reverse("revops:deal-move", args=[deal.pk])
    answer = web.post(url, {"to": "demo", "version": 1, "next": here})
    assert answer["Location"] == here
    assert Deal.objects.get(pk=deal.pk).stage == "demo"


def test_an_overridden_category_says_who_and_why(web, rep):
    deal = DealFactory(owner=rep)
    url = reverse("revops:deal-category", args=[deal.pk])
    web.post(url, {"category_override": "commit", "reason": "They signed the order", "version": 1})
    page = page_of(web, deal)
    assert "Overridden by Jo Reyes" in page
    assert "They signed the order" in page
    web.post(url, {"category_override": "", "version": 2})
    assert "Set by the stage." in page_of(web, deal)


def test_a_category_that_is_none_is_refused(web, rep):
    deal = DealFactory(owner=rep)
    url = reverse("revops:deal-category", args=[deal.pk])
    answer = web.post(url, {"category_override": "sure", "version": 1}, follow=True)
    assert "sure is not one of the available choices" in answer.content.decode()


def test_one_activity_takes_as_many_queries_as_ten(web, rep):
    deal = DealFactory(owner=rep)

    def act(count: int) -> None:
        for _ in range(count):
            Activity.objects.create(deal=deal, type="call", owner=rep, completed_at=now())
            StageMove.objects.create(deal=deal, from_stage="demo", to_stage="demo", days=1)

    act(1)
    page_of(web, deal)
    few = queries_of(lambda: page_of(web, deal))
    act(9)
    assert queries_of(lambda: page_of(web, deal)) == few


def test_a_deal_is_made_from_the_page_of_a_lead(web, rep):
    contact = ContactFactory(email="ann@tower.example")
    assert "ann@tower.example" in web.get(f"{NEW}?contact={contact.pk}").content.decode()
    web.post(f"{NEW}?contact={contact.pk}", {**WANTED, "contact_email": "ann@tower.example", "owner": rep.pk})
    deal = Deal.objects.get()
    assert (deal.contact, deal.company, deal.owner, deal.currency, deal.stage) == (
        contact,
        contact.company,
        rep,
        "EUR",
        "demo",
    )


def test_a_lead_without_an_address_still_gets_a_deal(web):
    contact = ContactFactory(email="")
    web.post(f"{NEW}?contact={contact.pk}", WANTED)
    assert Deal.objects.get().contact == contact


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"value": "-1"}, "Enter a value of 0 or more."),
        ({"currency": "EUX"}, "Select a valid choice."),
        ({"stage": "closed_won"}, "Select a valid choice."),
        ({"contact_email": "nobody@x.example"}, "No lead has the email nobody@x.example."),
        ({"company_name": "Nowhere"}, "There is no company &quot;Nowhere&quot;."),
        ({"expected_close_on": "soon"}, "Enter a date such as 2026-12-31."),
    ],
)
def test_a_deal_that_cannot_be_is_refused_at_its_field(web, wrong, said):
    answer = web.post(NEW, WANTED | wrong)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Deal.objects.exists()


def test_a_lead_that_is_not_there_is_not_found(web):
    assert web.get(f"{NEW}?contact={new_id()}").status_code == 404


def test_all_fields_are_edited_on_one_page(web, rep):
    deal = DealFactory(owner=rep)
    url = reverse("revops:deal-edit", args=[deal.pk])
    given = {
        "name": "Rope",
        "value": "5",
        "currency": "USD",
        "owner": rep.pk,
        "priority": "low",
        "expected_close_on": "2027-01-31",
        "next_step": "Call",
        "reason": "They asked for it",
        "version": 1,
    }
    answer = web.post(url, given)
    deal.refresh_from_db()
    assert (deal.name, deal.expected_close_on, deal.next_step) == ("Rope", date(2027, 1, 31), "Call")
    assert answer["Location"] == reverse("revops:deal", args=[deal.pk])


def test_who_gives_a_deal_away_is_led_to_the_board(web, rep, colleague):
    deal = DealFactory(owner=rep)
    given = {"name": "Rope", "value": "5", "currency": "USD", "owner": colleague.pk, "priority": "low"}
    answer = web.post(reverse("revops:deal-edit", args=[deal.pk]), given | {"version": 1})
    assert answer["Location"] == reverse("revops:pipeline")


def test_an_edit_over_somebody_elses_is_told_and_not_written(web, rep, admin):
    deal = DealFactory(owner=rep)
    change_deals(deal_ids=[deal.pk], changes={"name": "Theirs"}, by=admin)
    given = {
        "name": "Mine",
        "value": "5",
        "currency": "USD",
        "owner": rep.pk,
        "priority": "low",
        "version": 1,
    }
    answer = web.post(reverse("revops:deal-edit", args=[deal.pk]), given)
    assert (answer.status_code, "changed since you opened it" in answer.content.decode()) == (422, True)
    deal.refresh_from_db()
    assert deal.name == "Theirs"


def test_deals_of_a_lead_are_those_that_the_person_sees(rep, colleague):
    contact = ContactFactory()
    mine = DealFactory(contact=contact, owner=rep)
    DealFactory(contact=contact, owner=colleague)
    assert deals_of_contact(contact.pk, rep) == [mine]


def test_a_reopened_deal_offers_undo_in_the_message_and_in_its_timeline(web, rep):
    deal = DealFactory(owner=rep, stage="demo", value=5)
    move_deals(deal_ids=[deal.pk], stage="closed_won", by=rep)
    fields = {"stage": "demo", "reason": "", "version": 2}
    web_answer = web.post(reverse("revops:deal-reopen", args=[deal.pk]), fields, follow=True)
    [said] = web_answer.context["messages"]
    action = StageMove.objects.get(deal=deal, from_stage="closed_won").action_id
    assert said.extra_tags == f"/revops/deals/undo/{action}/"
    assert [entry.undo for entry in timeline_of(deal.pk, rep)][:1] == [said.extra_tags]
    web.post(said.extra_tags)
    deal.refresh_from_db()
    assert deal.stage == "closed_won"
