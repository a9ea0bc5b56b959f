"""The administration of mail: what its searches find, and values in words."""

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.delivery import admin as listed
from mauntic.delivery.models import Reason, Suppression
from mauntic.delivery.suppression.services import allow_again, suppress
from tests.conftest import ACME_HOST
from tests.factories.delivery import MailboxFactory, MessageFactory, ReplyFactory


@pytest.fixture
def office(admin: User) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


@pytest.mark.parametrize(
    "term", ["bo@client.example", "BO@Client.example", "<id-4711@ours.example>", "offer"]
)
def test_a_message_is_found_by_address_message_id_and_subject(office: Client, term: str) -> None:
    MessageFactory(
        subject="Our offer", contact__email="bo@client.example", header_id="<id-4711@ours.example>"
    )
    MessageFactory(subject="Something else")

    page = office.get("/admin/delivery/message/", {"q": term}).text

    assert ("Our offer" in page, "Something else" in page) == (True, False)


def test_an_old_message_is_found_by_its_whole_address_and_id(office: Client, monkeypatch) -> None:
    monkeypatch.setattr(listed, "LATEST", 1)
    old = MessageFactory(subject="Our offer", contact__email="bo@client.example")
    MessageFactory()

    for term, is_found in (("bo@client.example", True), (old.header_id.strip("<>"), True), ("offer", False)):
        assert ("Our offer" in office.get("/admin/delivery/message/", {"q": term}).text) is is_found


@pytest.mark.parametrize("term", ["bo@home.example", "bo@client.example", "theirs-1", "price", "Robert"])
def test_a_reply_is_found_by_address_message_id_and_subject(office: Client, term: str) -> None:
    ReplyFactory(
        subject="Re: Price",
        contact__email="bo@client.example",
        sender_address="bo@home.example",
        sender_name="Robert Oak",
        header_id="theirs-1@client.example",
    )
    ReplyFactory(subject="Something else")

    page = office.get("/admin/delivery/reply/", {"q": term}).text

    assert ("Re: Price" in page, "Something else" in page) == (True, False)


def test_a_lifted_suppression_is_found_and_marked(office: Client, admin: User) -> None:
    suppress(addresses=["bo@client.example", "cy@client.example"], reason=Reason.MANUAL, source="Ada")
    row = Suppression.objects.get(hint__startswith="b")
    allow_again(suppression_id=row.pk, by=admin)

    page = office.get("/admin/delivery/suppression/", {"q": "bo@client.example"}).text
    assert ("b•••@client.example" in page, "c•••@client.example" in page) == (True, False)
    assert "Ada Admin" in page
    in_force = office.get("/admin/delivery/suppression/", {"lifted_at__isempty": "1"}).text
    assert ("b•••@client.example" in in_force, "c•••@client.example" in in_force) == (False, True)


def test_ports_and_codes_are_shown_in_words_with_a_way_to_the_product(office: Client) -> None:
    mailbox = MailboxFactory(smtp_port=37767)
    message = MessageFactory(mailbox=mailbox, hold="daily_limit", hold_facts={"used": 5, "limit": 5})

    page = office.get(f"/admin/delivery/mailbox/{mailbox.pk}/change/").text
    assert ("37767" in page, "37,767" in page, "SMTP port" in page) == (True, False, True)
    assert f'href="{reverse("delivery:mailbox", args=[mailbox.pk])}"' in page
    page = office.get(f"/admin/delivery/message/{message.pk}/change/").text
    assert ("Daily limit" in page, "daily_limit" in page) == (True, False)
    assert f'href="{reverse("delivery:message", args=[message.pk])}"' in page


def test_the_context_is_named_email_everywhere(office: Client) -> None:
    page = office.get("/admin/delivery/mailbox/").text

    assert "Email" in page
    assert ">Delivery<" not in page
