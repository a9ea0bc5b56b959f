"""The emails of a lead on its page, a new one, and the way to the reply that waits."""

from datetime import timedelta

import pytest
from django.test import Client

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.delivery.models import Message, Rank, Reply
from mauntic.delivery.suppression.models import Reason
from mauntic.delivery.suppression.services import suppress
from mauntic.events.catalog import MessageReplied, MessageSent
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory, MessageFactory, ReplyFactory


@pytest.fixture
def sent(acme, rep: User) -> Message:
    """An email of Ray, which left and was answered."""
    message = MessageFactory(
        mailbox=MailboxFactory(owner=rep), state="sent", sent_subject="Our talk", sent_text="Hi"
    )
    publish(MessageSent(contact_id=message.contact_id, message_id=message.pk))
    publish(MessageReplied(contact_id=message.contact_id, message_id=message.pk))
    return message


@pytest.fixture
def answer(sent: Message) -> Reply:
    return ReplyFactory(mailbox=sent.mailbox, contact=sent.contact, message=sent, is_human=True)


@pytest.fixture
def stranger(make_user) -> Client:
    client = Client(headers={"host": "acme.localhost"})
    client.force_login(make_user("rep", email="stranger@acme.example"))
    return client


def test_the_timeline_names_emails_and_leads_to_them(web: Client, sent: Message, answer: Reply) -> None:
    page = web.get(f"/leads/{sent.contact_id}/?kind=messages")
    assert [entry.title for entry, _mail in page.context["entries"].shown] == ["Reply received", "Email sent"]
    assert {mail.subject for _entry, mail in page.context["entries"].shown} == {"Our talk"}
    assert f"/settings/mail/messages/{sent.pk}/" in page.text
    assert f"/inbox/{answer.pk}/" in page.text


def test_subjects_of_other_peoples_mailboxes_stay_with_them(stranger: Client, sent: Message) -> None:
    page = stranger.get(f"/leads/{sent.contact_id}/?kind=messages")
    assert "Email sent" in page.text
    assert "Our talk" not in page.text


def test_reply_leads_to_the_mail_that_waits(web: Client, answer: Reply) -> None:
    address = f"/leads/{answer.contact_id}/reply/"
    assert web.get(address).headers["location"] == f"/inbox/{answer.pk}/"
    Reply.objects.update(done_at=now())
    page = web.get(address, follow=True)
    assert page.redirect_chain == [(f"/leads/{answer.contact_id}/", 302)]
    assert "waits in a mailbox that is yours." in page.text


def test_a_reply_in_somebody_elses_mailbox_is_theirs(stranger: Client, answer: Reply) -> None:
    assert (
        stranger.get(f"/leads/{answer.contact_id}/reply/").headers["location"]
        == f"/leads/{answer.contact_id}/"
    )


def written(**changed: object) -> dict[str, object]:
    return {"subject": "Our talk", "text": "Hello Bo,\n\nsee you at 9.", "once": "a-key", **changed}


def test_an_email_to_a_lead_goes_out_once_from_the_own_mailbox(web: Client, rep: User) -> None:
    own, lead = MailboxFactory(owner=rep), ContactFactory(email="bo@client.example")
    page = web.get(f"/leads/{lead.pk}/email/")
    assert page.context["form"].fields["mailbox"].initial == own
    for _attempt in range(2):
        sent = web.post(f"/leads/{lead.pk}/email/", written(mailbox=own.pk), follow=True)
        assert sent.redirect_chain == [(f"/leads/{lead.pk}/", 302)]
    message = Message.objects.get()
    assert (message.to_address, message.subject, message.written_by) == ("bo@client.example", "Our talk", rep)
    assert (message.rank, message.mailbox, message.state) == (Rank.PERSONAL, own, "waiting")


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"subject": " "}, "subject", "This field is required."),
        ({"text": ""}, "text", "This field is required."),
        ({"text": "Hi {{ first_name }}"}, "text", "Write them out."),
        ({"mailbox": ""}, "mailbox", "This field is required."),
    ],
)
def test_an_email_with_a_fault_names_the_field_and_keeps_the_text(
    web: Client, rep: User, changed: dict[str, object], field: str, words: str
) -> None:
    own, lead = MailboxFactory(owner=rep), ContactFactory()
    page = web.post(f"/leads/{lead.pk}/email/", written(**{"mailbox": own.pk, **changed}))
    assert words in str(page.context["form"].errors[field])
    assert page.context["form"]["once"].value() == "a-key"
    assert not Message.objects.exists()


def test_nobody_writes_from_the_mailbox_of_another_or_from_one_that_is_off(
    web: Client, rep: User, make_user
) -> None:
    lead = ContactFactory()
    for theirs in (
        MailboxFactory(owner=make_user("rep", email="x@acme.example")),
        MailboxFactory(owner=rep, state="off"),
    ):
        page = web.post(f"/leads/{lead.pk}/email/", written(mailbox=theirs.pk))
        assert "mailbox" in page.context["form"].errors
    assert not Message.objects.exists()


def test_nobody_writes_to_a_lead_who_must_not_get_email(web: Client, rep: User) -> None:
    own = MailboxFactory(owner=rep)
    lead = ContactFactory(email="bo@client.example", first_name="Bo", last_name="Lund")
    suppress(addresses=[lead.email], reason=Reason.UNSUBSCRIBED, source="a test")
    assert "Bo Lund must not get email" in web.get(f"/leads/{lead.pk}/email/").content.decode()
    page = web.post(f"/leads/{lead.pk}/email/", written(mailbox=own.pk)).content.decode()
    assert "Bo Lund must not get email" in page
    assert "see you at 9." in page
    assert not Message.objects.exists()


def test_without_a_mailbox_the_page_says_how_to_connect_one(web: Client, acme) -> None:
    page = web.get(f"/leads/{ContactFactory().pk}/email/").content.decode()
    assert "Connect your mailbox" in page
    assert 'href="/settings/mail/new/"' in page


def test_emails_count_as_the_last_contact(web: Client, sent: Message, rep: User) -> None:
    Message.objects.update(handed_at=now() - timedelta(hours=5), written_by=rep)
    (row,) = web.get("/leads/").context["rows"]
    assert row.touched_at == Message.objects.get().handed_at
    Contact.objects.update(lead_grade="A", owner=rep, last_enriched_at=now())
    step = web.get(f"/leads/{sent.contact_id}/").context["step"]
    assert step.reason == "Last contact 5 h ago. Nothing is planned."


def test_an_answer_counts_as_the_last_contact_and_an_automatic_one_does_not(
    web: Client, sent: Message, answer: Reply
) -> None:
    Message.objects.update(handed_at=now() - timedelta(hours=5))
    (row,) = web.get("/leads/").context["rows"]
    assert row.touched_at == answer.arrived_at
    Reply.objects.update(is_human=False)
    (row,) = web.get("/leads/").context["rows"]
    assert row.touched_at == Message.objects.get().handed_at
