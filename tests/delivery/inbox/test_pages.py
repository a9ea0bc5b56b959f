"""The inbox: what people do with replies."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.delivery.inbox.selectors.replies import said_away
from mauntic.delivery.messages.services.sending import send_due
from mauntic.delivery.models import Mailbox, Message, Reason, Reply
from mauntic.delivery.suppression.services import suppress
from mauntic.kernel.clock import now
from tests.delivery.mail_servers import MailServer
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory, MessageFactory, ReplyFactory


def act(web: Client, name: str, reply: Reply, **values: str) -> str:
    answer = web.post(reverse(f"delivery:{name}", args=[reply.pk]), values, follow=True)
    reply.refresh_from_db()
    return answer.content.decode()


def test_replies_of_people_wait_until_they_are_done(web: Client) -> None:
    reply = ReplyFactory(text="Yes, please.")
    ReplyFactory(text="I am away.", label="auto_reply", found_label="auto_reply", is_human=False)

    page = web.get(reverse("delivery:inbox")).content.decode()
    assert "Yes, please." in page
    assert "I am away." not in page
    assert "I am away." in web.get(reverse("delivery:inbox"), {"tab": "automatic"}).content.decode()

    assert f"Reply of {reply.contact.name} done." in act(web, "reply-done", reply)
    assert "Yes, please." not in web.get(reverse("delivery:inbox")).content.decode()
    assert "Yes, please." in web.get(reverse("delivery:inbox"), {"tab": "done"}).content.decode()
    act(web, "reply-done", reply, done="no")
    assert reply.done_at is None


def test_the_list_answers_finishes_and_snoozes_by_buttons_with_keys_and_undo(web: Client) -> None:
    reply = ReplyFactory()
    page = web.get(reverse("delivery:inbox")).content.decode()
    for key in "res":
        assert f'data-key="{key}"' in page
    assert f"{reverse('delivery:reply', args=[reply.pk])}?tab=to_do#id_text" in page

    for name, values in (("reply-done", {}), ("reply-snooze", {"for": "tomorrow"})):
        undo = f"{reverse('delivery:reply-done', args=[reply.pk])}?tab=to_do&amp;done=no"
        assert f'action="{undo}"' in act(web, name, reply, **values)
        web.post(undo.replace("&amp;", "&"))
        reply.refresh_from_db()
        assert (reply.done_at, reply.snoozed_until) == (None, None)


def test_corrected_classes_are_counted_on_the_page(web: Client) -> None:
    assert "Classes corrected" not in web.get(reverse("delivery:inbox")).content.decode()
    reply = ReplyFactory(label="negative", found_label="negative")
    ReplyFactory()
    act(web, "reply-correct", reply, label="later")

    page = web.get(reverse("delivery:inbox")).content.decode()
    assert "Classes corrected by people in 90 days: 1 of 2." in page


def test_my_day_counts_the_replies_that_wait(web: Client) -> None:
    ReplyFactory.create_batch(2)

    page = web.get("/").content.decode()

    tile = f'<a href="{reverse("delivery:inbox")}" class="tile"><span class="tile-count num">2</span>'
    assert tile in page


def test_a_snoozed_reply_comes_back(web: Client) -> None:
    reply = ReplyFactory(text="Next week, please.")

    assert f"Reply of {reply.contact.name} comes back on" in act(
        web, "reply-snooze", reply, **{"for": "week"}
    )

    assert "Next week, please." not in web.get(reverse("delivery:inbox")).content.decode()
    Reply.objects.update(snoozed_until=now() - timedelta(minutes=1))
    assert "Next week, please." in web.get(reverse("delivery:inbox")).content.decode()


def test_a_class_that_a_model_refined_names_no_person(web: Client, rep: User) -> None:
    reply = ReplyFactory(label="question", found_label="positive")

    page = web.get(reverse("delivery:reply", args=[reply.pk])).content.decode()

    assert "Refined by the reply agent, was: Interested" in page
    assert "Corrected by" not in page


def test_a_corrected_class_keeps_what_was_found(web: Client, rep: User) -> None:
    reply = ReplyFactory(label="negative", found_label="negative")

    page = act(web, "reply-correct", reply, label="later")

    assert (reply.label, reply.found_label, reply.corrected_by) == ("later", "negative", rep)
    assert "Corrected by Jo Reyes, was: Not interested" in page
    answer = web.post(reverse("delivery:reply-correct", args=[reply.pk]), {"label": "great"})
    assert answer.status_code == 422


def test_a_reply_is_assigned_and_leaves_my_list_with_undo(web: Client, make_user) -> None:
    reply = ReplyFactory()
    other = make_user("rep", name="Bo Reis", email="other@acme.example")

    page = act(web, "reply-assign", reply, owner=str(other.pk))

    assert f"Reply of {reply.contact.name} assigned to Bo Reis." in page
    assert reply.assignee == other
    assert reply.contact.name not in web.get(reverse("delivery:inbox")).content.decode()
    undo = f"{reverse('delivery:reply-assign', args=[reply.pk])}?tab=to_do&owner="
    assert undo.replace("&", "&amp;") in page
    web.post(undo)
    reply.refresh_from_db()
    assert reply.assignee is None


def test_a_reply_is_assigned_only_to_who_may_answer_it(web: Client, rep: User, make_user) -> None:
    reply = ReplyFactory(mailbox=MailboxFactory(owner=rep, address="jo@ours.example"))
    other = make_user("rep", name="Bo Reis", email="other@acme.example")
    address = reverse("delivery:reply-assign", args=[reply.pk])

    assert "Bo Reis" not in web.get(reverse("delivery:reply", args=[reply.pk])).content.decode()
    answer = web.post(address, {"owner": str(other.pk)})

    assert answer.status_code == 422
    assert "Bo Reis may not send from jo@ours.example." in answer.content.decode()


@pytest.fixture
def answered(acme, smtp: MailServer) -> Reply:
    mailbox: Mailbox = MailboxFactory(smtp_port=smtp.port)
    message = MessageFactory(mailbox=mailbox, state="sent", sent_subject="Offer", sent_text="Hello")
    return ReplyFactory(
        mailbox=mailbox,
        message=message,
        contact=message.contact,
        header_id="theirs@client.example",
        references=message.header_id,
        subject="Re: Offer",
        sender_address=message.contact.email,
    )


def test_an_answer_goes_out_once_in_the_thread(
    web: Client, rep: User, answered: Reply, smtp: MailServer
) -> None:
    address = reverse("delivery:reply", args=[answered.pk])
    values = {"text": "Monday at ten?", "once": "abc"}

    for _twice in range(2):
        assert web.post(address, values).status_code == 302
    send_due(mailbox_id=answered.mailbox_id)

    recipient, got = smtp.got[0]
    assert len(smtp.got) == 1
    assert recipient == answered.sender_address
    assert got["Subject"] == "Re: Offer"
    assert got["In-Reply-To"] == "<theirs@client.example>"
    assert answered.message is not None
    assert got["References"].split() == [
        answered.message.header_id,
        "<theirs@client.example>",
    ]
    assert got["List-Unsubscribe"] is None
    assert Message.objects.get(body="Monday at ten?").written_by == rep
    answered.refresh_from_db()
    assert answered.done_at is not None
    assert "Monday at ten?" in web.get(address).content.decode()


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("bounce", "A mail server returned this email, and nobody reads an answer to it."),
        ("complaint", "The recipient marked an email as spam. Do not write to them again."),
    ],
)
def test_a_report_of_a_server_offers_no_answer(web: Client, answered: Reply, label: str, why: str) -> None:
    Reply.objects.update(label=label, is_human=False, sender_address="mailer-daemon@client.example")
    address = reverse("delivery:reply", args=[answered.pk])

    page = web.get(address).content.decode()
    refused = web.post(address, {"text": "Hello?", "once": "abc"})

    assert why in page
    assert 'name="text"' not in page
    assert refused.status_code == 422
    assert why in refused.content.decode()
    assert Message.objects.count() == 1


def test_a_lead_who_said_no_is_answered_from_no_address(web: Client, answered: Reply) -> None:
    assert answered.contact is not None
    Reply.objects.update(sender_address="bo@home.example")
    suppress(addresses=[answered.contact.email], reason=Reason.UNSUBSCRIBED, source="link")
    address = reverse("delivery:reply", args=[answered.pk])

    refused = web.post(address, {"text": "Hello?", "once": "abc"})

    assert f"{answered.contact.name} must not get email: unsubscribed." in web.get(address).content.decode()
    assert refused.status_code == 422
    assert "Hello?" in refused.content.decode()
    assert Message.objects.count() == 1


def test_a_lead_whose_old_address_is_gone_is_answered_at_the_new_one(web: Client, answered: Reply) -> None:
    assert answered.contact is not None
    Reply.objects.update(sender_address="bo@new.example")
    suppress(addresses=[answered.contact.email], reason=Reason.BOUNCED, source="server")
    address = reverse("delivery:reply", args=[answered.pk])

    assert web.post(address, {"text": "Hello?", "once": "abc"}).status_code == 302
    assert Message.objects.get(body="Hello?").to_address == "bo@new.example"


def test_an_automatic_reply_is_answered_at_the_address_of_the_lead(web: Client, answered: Reply) -> None:
    assert answered.contact is not None
    Reply.objects.update(label="auto_reply", is_human=False, sender_address="noreply@client.example")

    web.post(reverse("delivery:reply", args=[answered.pk]), {"text": "Hello?", "once": "abc"})

    assert Message.objects.get(body="Hello?").to_address == answered.contact.email


def test_an_empty_answer_is_refused_at_its_field(web: Client, answered: Reply) -> None:
    answer = web.post(reverse("delivery:reply", args=[answered.pk]), {"text": " ", "once": "abc"})

    assert answer.status_code == 422
    assert "This field is required" in answer.content.decode()


def test_replies_in_a_mailbox_of_somebody_else_are_unknown(web: Client, make_user) -> None:
    other = make_user("rep", email="other@acme.example")
    reply = ReplyFactory(mailbox=MailboxFactory(owner=other), text="Secret plan")

    assert "Secret plan" not in web.get(reverse("delivery:inbox")).content.decode()
    assert web.get(reverse("delivery:reply", args=[reply.pk])).status_code == 404
    for name in ("reply-done", "reply-snooze", "reply-assign", "reply-correct"):
        assert web.post(reverse(f"delivery:{name}", args=[reply.pk])).status_code == 404


def test_who_is_away_is_known_by_the_latest_automatic_reply(acme) -> None:
    contact = ContactFactory()
    today = now().date()
    for days, hours in ((10, 2), (20, 1)):
        ReplyFactory(
            contact=contact,
            label="auto_reply",
            kind="out_of_office",
            is_human=False,
            away_until=today + timedelta(days=days),
            arrived_at=now() - timedelta(hours=hours),
        )
    ReplyFactory(label="auto_reply", kind="ticket", is_human=False)

    found = said_away(since=now() - timedelta(days=1))

    assert {pk: away.back_at.date() for pk, away in found.items() if away.back_at} == {
        contact.pk: today + timedelta(days=20)
    }


def test_the_inbox_needs_the_same_queries_for_one_and_for_three(
    web: Client, django_assert_max_num_queries
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(40) as counted:
            web.get(reverse("delivery:inbox"))
        return len(counted)

    ReplyFactory()
    queries()
    first = queries()
    ReplyFactory.create_batch(2)
    assert queries() == first


@pytest.mark.parametrize(
    ("label", "kind", "words"),
    [
        ("bounce", "hard", "The address does not exist."),
        ("bounce", "soft", "The third time in 30 days"),
        ("bounce", "policy", "The address may be good, and sequences go on."),
        ("bounce", "delayed", "The server tries again."),
        ("auto_reply", "out_of_office", "without a day of return"),
        ("auto_reply", "left_company", "The lead has left the company."),
    ],
)
def test_a_mail_of_a_machine_says_what_it_means(web: Client, answered: Reply, label, kind, words) -> None:
    Reply.objects.update(label=label, kind=kind, is_human=False)

    assert words in web.get(reverse("delivery:reply", args=[answered.pk])).content.decode()
