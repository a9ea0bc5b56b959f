"""Deleted and erased leads: what they can still do, and what nobody knows or does any more."""

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.crm.contacts.services.edit import create_contact
from mauntic.crm.contacts.services.removal import delete_contacts, erase_contacts
from mauntic.crm.models import Contact
from mauntic.delivery.messages.links import unsubscribe_address
from mauntic.delivery.messages.services.sending import send_due
from mauntic.delivery.models import Message, MessageState, PastRecipient, Reason, Reply, Suppression
from mauntic.delivery.suppression.selectors import EVERYTHING, suppressed
from mauntic.delivery.suppression.services import suppress
from tests.delivery.mail_servers import MailServer
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory, MessageFactory, ReplyFactory

BO = "bo@client.example"


@pytest.fixture
def sent(acme) -> Message:
    return MessageFactory(contact=ContactFactory(email=BO), state=MessageState.SENT)


@pytest.fixture
def link(sent: Message) -> str:
    return unsubscribe_address(sent, "")


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True, headers={"host": "acme.localhost"})


def test_the_link_of_a_deleted_lead_goes_on_to_work(sent: Message, link: str, visitor: Client) -> None:
    delete_contacts(contact_ids=[sent.contact_id])

    assert not Message.objects.exists()
    assert "Do you want no more emails?" in visitor.get(link).content.decode()
    assert not Suppression.objects.exists()
    for _twice in range(2):
        answer = visitor.post(link, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, "You are unsubscribed" in answer.content.decode()) == (200, True)
    row = Suppression.objects.get()
    assert (row.reason, row.source, row.contact) == ("unsubscribed", "one-click unsubscribe", None)
    assert "You are unsubscribed" in visitor.get(link).content.decode()
    assert Client(headers={"host": "globex.localhost"}).get(link).status_code == 404


def test_a_lead_that_comes_back_after_unsubscribing_gets_no_email(
    sent: Message, link: str, visitor: Client, smtp: MailServer
) -> None:
    delete_contacts(contact_ids=[sent.contact_id])
    visitor.post(link)
    again = create_contact(values={"email": BO.upper()}, source="import")
    mailbox = MailboxFactory(smtp_port=smtp.port)
    message = MessageFactory(mailbox=mailbox, contact=again, to_address=BO)

    send_due(mailbox_id=mailbox.pk)

    assert smtp.got == []
    message.refresh_from_db()
    assert (message.state, message.hold) == ("cancelled", "suppressed")


def test_an_erased_person_is_suppressed_for_good_and_nothing_else_is_kept(
    sent: Message, link: str, visitor: Client
) -> None:
    ReplyFactory(contact=sent.contact, message=sent, raw="From: Bo")
    ReplyFactory(contact=None, sender_address=BO, raw="From: Bo")
    ReplyFactory(contact=None, sender_address="cy@client.example")

    erase_contacts(contact_ids=[sent.contact_id])

    row = Suppression.objects.get()
    assert (row.reason, row.hint, row.source, row.contact) == ("erased", "", "erasure", None)
    assert [reply.sender_address for reply in Reply.objects.all()] == ["cy@client.example"]
    kept = [*Suppression.objects.values_list(), *PastRecipient.objects.values_list()]
    assert not any("client.example" in str(value) for values in kept for value in values)
    page = visitor.get(link)
    assert (page.status_code, "You are unsubscribed" in page.content.decode()) == (200, True)
    assert visitor.post(link).status_code == 200


def test_an_erasure_replaces_an_earlier_reason_with_its_words(sent: Message) -> None:
    suppress(addresses=[BO], reason=Reason.BOUNCED, source=f"550 5.1.1 <{BO.upper()}>: User unknown")
    assert Suppression.objects.get().source == "550 5.1.1 <b•••@client.example>: User unknown"

    erase_contacts(contact_ids=[sent.contact_id])

    row = Suppression.objects.get()
    assert (row.reason, row.hint, row.source) == ("erased", "", "erasure")


def test_a_deletion_suppresses_nobody(sent: Message) -> None:
    delete_contacts(contact_ids=[sent.contact_id])

    assert not Suppression.objects.exists()


def test_ops_erase_on_the_page_of_the_lead_and_reps_do_not(sent: Message, web: Client, admin: User) -> None:
    page = reverse("lead-erase", args=[sent.contact_id])
    assert web.get(page).status_code == web.post(page).status_code == 403

    web.force_login(admin)
    assert page in web.get(reverse("lead", args=[sent.contact_id])).content.decode()
    assert "suppressed for good" in web.get(page).content.decode()
    assert Contact.objects.exists()
    assert "Lead erased." in web.post(page, follow=True).content.decode()
    assert not Contact.objects.exists()
    assert Suppression.objects.get().reason == "erased"


def test_a_person_is_erased_by_the_api(sent: Message, web: Client, admin: User) -> None:
    path = f"/api/v1/crm/contacts/{sent.contact_id}/erase"
    assert web.post(path).status_code == 403
    web.force_login(admin)
    assert web.post(path).status_code == 204
    assert Suppression.objects.get().reason == "erased"
    assert web.post(path).status_code == 404


def test_many_leads_leave_in_the_queries_of_one(acme, django_assert_max_num_queries) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(200) as counted:
            erase_contacts(contact_ids=list(Contact.objects.values_list("pk", flat=True)))
        return len(counted)

    MessageFactory(state=MessageState.SENT)
    queries()
    MessageFactory(state=MessageState.SENT)
    one = queries()
    MessageFactory.create_batch(5, state=MessageState.SENT)
    assert queries() == one


def test_an_erasure_suppresses_every_address_of_the_person_and_of_nobody_else(sent: Message) -> None:
    MessageFactory(contact=sent.contact, to_address="bo@former.example", state=MessageState.REFUSED)
    ReplyFactory(contact=sent.contact, sender_address="bo@home.example")
    ReplyFactory(contact=sent.contact, sender_address=ContactFactory(email="cy@client.example").email)
    ReplyFactory(contact=sent.contact, sender_address="mailer-daemon@mx.example", is_human=False)

    erase_contacts(contact_ids=[sent.contact_id])

    addresses = [BO, "bo@former.example", "bo@home.example"]
    assert set(suppressed((each, EVERYTHING) for each in addresses)) == {
        (each, EVERYTHING) for each in addresses
    }
    assert Suppression.objects.count() == 3
