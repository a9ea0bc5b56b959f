"""The settings of SMS: for ops alone, with a token that is never shown."""

from datetime import timedelta

import pytest
from django.test import Client

from mauntic.accounts.models import Role
from mauntic.kernel.clock import now
from mauntic.sandbox.twilio import ACCOUNT, SENDER, TOKEN
from revops.sms.models import SmsAccount, Text
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.factories.sms import connect_sms, make_text
from tests.support.queries import queries_of

PAGE = "/revops/sms/"
ENTERED = {"account_sid": ACCOUNT, "token": TOKEN, "sender": "+1 415-555-0100"}


@pytest.fixture
def desk(make_user) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user(Role.OPS, email="ops@acme.example", name="Olga Ops"))
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_ops_connects_an_account_whose_token_is_not_shown_and_is_stored_encrypted(desk):
    assert desk.post(PAGE, ENTERED).status_code == 302
    row = SmsAccount.objects.get()
    assert (row.token, row.sender, row.api) == (TOKEN, SENDER, "https://api.twilio.com")
    raw = SmsAccount.objects.extra(select={"raw": "credentials"}).values_list("raw", flat=True)[0]
    assert TOKEN not in str(raw)
    page = text(desk.get(PAGE))
    assert TOKEN not in page
    assert ACCOUNT in page


def test_the_stored_token_is_kept_for_the_account_it_was_entered_for_alone(desk):
    desk.post(PAGE, ENTERED)
    assert desk.post(PAGE, ENTERED | {"token": "", "sender": "+14155550101"}).status_code == 302
    assert SmsAccount.objects.get().token == TOKEN

    answer = desk.post(PAGE, ENTERED | {"token": "", "account_sid": f"AC{'b' * 32}"})
    assert answer.status_code == 422
    assert "Enter the auth token of this account." in text(answer)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"account_sid": "AC1"}, "Enter the account SID"),
        ({"sender": "0151 234"}, "Enter a number with its country prefix"),
        ({"token": ""}, "Enter the auth token"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(desk, more, problem):
    answer = desk.post(PAGE, ENTERED | more)
    assert answer.status_code == 422
    assert problem in text(answer)
    assert not SmsAccount.objects.exists()


def test_a_test_asks_twilio_and_lets_waiting_texts_go_on(desk, sandbox):
    connect_sms(sandbox, last_error="Authenticate")
    assert "Twilio accepts the account Acme Texts." in text(desk.post(f"{PAGE}test/", follow=True))
    assert SmsAccount.objects.get().last_error == ""

    SmsAccount.objects.update(credentials={"token": "old"})
    assert "Twilio refuses the account: Authenticate" in text(desk.post(f"{PAGE}test/", follow=True))


def test_an_account_is_removed_with_its_token(desk, sandbox):
    connect_sms(sandbox)
    desk.post(f"{PAGE}remove/")
    assert not SmsAccount.objects.exists()


def test_an_unknown_text_is_settled_on_the_page(desk):
    unknown = make_text(ContactFactory(first_name="Bo", last_name="Ek"), state="unknown", claimed_at=now())
    assert "was it sent?" in text(desk.get(PAGE))
    answer = desk.post(f"{PAGE}{unknown.pk}/settle/", {"sent": "yes"}, follow=True)
    assert "Text to Bo Ek marked as sent." in text(answer)
    assert Text.objects.get().state == "sent"
    again = desk.post(f"{PAGE}{unknown.pk}/settle/", {"sent": "no"}, follow=True)
    assert "This text is settled already." in text(again)


def test_the_list_of_texts_needs_the_same_queries_for_many(desk):
    make_text(ContactFactory())
    one = queries_of(lambda: desk.get(PAGE))
    for number in range(2):
        make_text(ContactFactory(), created_at=now() - timedelta(days=number))
    assert queries_of(lambda: desk.get(PAGE)) == one


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER])
def test_reps_and_managers_neither_see_nor_change_the_account(make_user, sandbox, role):
    account, unknown = connect_sms(sandbox), make_text(ContactFactory(), state="unknown")
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user(role, email="other@acme.example"))
    answers = [
        client.get(PAGE),
        client.post(PAGE, ENTERED),
        client.post(f"{PAGE}test/"),
        client.post(f"{PAGE}remove/"),
        client.post(f"{PAGE}{unknown.pk}/settle/", {"sent": "yes"}),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert SmsAccount.objects.get() == account
    assert Text.objects.get().state == "unknown"
