"""Two people edit one deal: both values are shown, and the person chooses per field."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from mauntic.kernel.errors import EditConflict
from revops.deals.models.deals import Deal
from revops.deals.services.create import change_deals
from revops.deals.services.edit import edit_deal
from tests.conftest import ACME_HOST
from tests.factories.revops import DealFactory


def fields_of(page: str) -> dict[str, str]:
    """Return what a browser would send: the inputs and the chosen options of the form of the page."""
    form = page.split('<form method="post">')[1].split("</form>", maxsplit=1)[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="radio"' not in tag:
            found[name[1]] = unescape(value[1]) if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]*)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


@pytest.fixture
def deal(rep) -> Deal:
    return DealFactory(owner=rep, name="Acme", value=Decimal(100), next_step="Call", priority="low")


@pytest.fixture
def boss(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def edit(client: Client, deal: Deal, given: dict[str, str]):
    return client.post(f"/revops/deals/{deal.pk}/edit/", given)


def opened(client: Client, deal: Deal) -> dict[str, str]:
    return fields_of(client.get(f"/revops/deals/{deal.pk}/edit/").content.decode())


def test_a_conflict_shows_both_values_and_who_wrote_the_other(web, boss, admin, deal):
    mine, theirs = opened(web, deal), opened(boss, deal)
    assert edit(boss, deal, theirs | {"value": "222"}).status_code == 302
    answer = edit(web, deal, mine | {"value": "333", "next_step": "Send the contract"})
    assert answer.status_code == 422
    text = " ".join(re.sub(r"</?time[^>]*>", "", answer.content.decode()).split())
    assert "Yours: <strong>333</strong>" in text
    assert "Theirs: <strong>222.00</strong>" in text
    assert f"({admin}, just now)" in text
    assert 'value="Send the contract"' in text
    deal.refresh_from_db()
    assert (deal.value, deal.next_step) == (222, "Call")


@pytest.mark.parametrize(("choice", "value"), [("mine", 333), ("theirs", 222)])
def test_saving_again_with_a_choice_works(web, boss, deal, choice, value):
    mine = opened(web, deal)
    edit(boss, deal, opened(boss, deal) | {"value": "222"})
    refused = edit(web, deal, mine | {"value": "333", "next_step": "Send the contract"})
    again = fields_of(refused.content.decode()) | {"choice-value": choice}
    assert edit(web, deal, again).status_code == 302
    deal.refresh_from_db()
    assert (deal.value, deal.next_step) == (value, "Send the contract")


def test_without_a_choice_it_is_asked_again(web, boss, deal):
    mine = opened(web, deal)
    edit(boss, deal, opened(boss, deal) | {"value": "222"})
    again = fields_of(edit(web, deal, mine | {"value": "333"}).content.decode())
    answer = edit(web, deal, again)
    assert answer.status_code == 422
    assert "Choose one of the two values." in answer.content.decode()
    assert "Theirs:" in answer.content.decode()
    deal.refresh_from_db()
    assert deal.value == 222


def test_other_fields_of_others_are_kept_without_a_question(web, boss, deal):
    mine = opened(web, deal)
    edit(boss, deal, opened(boss, deal) | {"value": "222", "priority": "high"})
    assert edit(web, deal, mine | {"next_step": "Send the contract"}).status_code == 302
    deal.refresh_from_db()
    assert (deal.value, deal.priority, deal.next_step) == (222, "high", "Send the contract")


def test_the_same_new_value_is_no_conflict(web, boss, deal):
    mine = opened(web, deal)
    edit(boss, deal, opened(boss, deal) | {"value": "222"})
    assert edit(web, deal, mine | {"value": "222.00"}).status_code == 302


def test_a_change_between_choice_and_save_asks_again(web, boss, rep, deal):
    mine = opened(web, deal)
    edit(boss, deal, opened(boss, deal) | {"value": "222"})
    again = fields_of(edit(web, deal, mine | {"value": "333"}).content.decode())
    change_deals(deal_ids=[deal.pk], changes={"value": Decimal(444)}, by=rep)
    answer = edit(web, deal, again | {"choice-value": "mine"})
    assert answer.status_code == 422
    assert "<strong>444.00</strong>" in answer.content.decode()


def test_of_two_people_who_save_at_once_one_wins_and_one_chooses(at_once, committed):
    from mauntic.accounts.models import User

    people = [User.objects.create_user(f"p{n}@x.example", "a password", role="admin") for n in range(4)]
    deal = DealFactory(value=Decimal(100))

    def work(number: int) -> str:
        try:
            edit_deal(
                deal_id=deal.pk,
                changes={"value": Decimal(200 + number)},
                opened={"value": Decimal(100)},
                by=people[number],
            )
        except EditConflict as error:
            return f"conflict with {error.stored['value']}"
        return "saved"

    answers = at_once(4, work)
    deal.refresh_from_db()
    assert sorted(answers) == [f"conflict with {deal.value}"] * 3 + ["saved"]
    assert deal.changes.count() == 1
