"""The outbox: what waits and why, for those who may send from the mailbox."""

import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.delivery.messages.services.sending import send_due
from mauntic.delivery.models import MessageState
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from tests.delivery.mail_servers import MailServer
from tests.factories.delivery import MailboxFactory, MessageFactory, ReplyFactory


def test_a_waiting_message_names_what_it_waits_for(web: Client) -> None:
    MessageFactory(
        hold="daily_limit", hold_facts={"used": 50, "limit": 50}, hold_until=now() + timedelta(hours=2)
    )

    page = web.get(reverse("delivery:outbox")).content.decode()

    assert "50 of 50 in 24 hours, next at" in page


def test_a_wait_for_the_window_names_the_time_of_the_lead_and_of_the_reader(web: Client) -> None:
    facts = {"whose": "contact", "zone": "America/Los_Angeles", "mailbox": "Ada"}
    MessageFactory(hold="outside_window", hold_facts=facts, hold_until=now() + timedelta(hours=2))

    page = web.get(reverse("delivery:outbox")).content.decode()

    words = r"Outside the send window, next at [^(]+ in Los Angeles \([^)]*\d\d:\d\d your time\)\."
    assert re.search(words, page)


def test_the_list_shows_subjects_as_they_would_go_out(web: Client) -> None:
    MessageFactory(subject="Question about {{ company | you }}", contact__company__name="Cook Energy")

    page = web.get(reverse("delivery:outbox")).content.decode()

    assert "Question about Cook Energy" in page
    assert "{{" not in page


def test_the_preview_is_what_would_go_out(web: Client) -> None:
    message = MessageFactory(contact__first_name="Bo", body="Hi {{ first_name }},\n\n{{ title | you }}?")

    page = web.get(reverse("delivery:message", args=[message.pk])).content.decode()

    assert "Hi Bo," in page
    assert "you?" in page


def test_the_email_has_the_text_of_its_preview(web: Client, rep: User, smtp: MailServer) -> None:
    mailbox = MailboxFactory(owner=rep, smtp_port=smtp.port)
    named = "Hi {{ first_name | there }}, how is {{ company | your team }}?"
    message = MessageFactory(mailbox=mailbox, contact__first_name="", contact__company=None, body=named)
    preview = web.get(reverse("delivery:message", args=[message.pk])).content.decode()

    assert send_due(mailbox_id=mailbox.pk) == 1

    text = smtp.got[0][1].get_body(("plain",)).get_content().strip()
    assert text == "Hi there, how is your team?"
    assert text in preview


def test_messages_of_a_mailbox_of_somebody_else_are_unknown(web: Client, make_user) -> None:
    foreign = MessageFactory(mailbox=MailboxFactory(owner=make_user("rep", email="other@acme.example")))

    assert foreign.subject not in web.get(reverse("delivery:outbox")).content.decode()
    assert web.get(reverse("delivery:message", args=[foreign.pk])).status_code == 404
    settle = reverse("delivery:message-settle", args=[foreign.pk])
    assert web.post(settle, {"was_sent": "yes"}).status_code == 404


def test_a_person_settles_an_unknown_message(web: Client, rep: User) -> None:
    message = MessageFactory(state=MessageState.UNKNOWN, claimed_at=now(), handed_at=now())
    address = reverse("delivery:message-settle", args=[message.pk])

    assert web.post(address, {"was_sent": "maybe"}).status_code == 422
    done = web.post(address, {"was_sent": "yes"}, follow=True)

    assert "Marked as sent." in done.content.decode()
    message.refresh_from_db()
    assert (message.state, message.decided_by) == (MessageState.SENT, rep)
    assert StoredEvent.objects.filter(type="delivery.MessageSent").count() == 1


def test_a_message_that_was_tried_says_how_often_and_when_next(web: Client) -> None:
    message = MessageFactory(
        attempts=2,
        server_words="451 Try later.",
        look_at=now().replace(hour=12, minute=5) + timedelta(days=1),
    )

    for address in (reverse("delivery:outbox"), reverse("delivery:message", args=[message.pk])):
        page = web.get(address).content.decode()
        assert "451 Try later. Tried 2 times, next at" in page


def test_the_outbox_says_when_a_message_went_out(web: Client) -> None:
    MessageFactory(state=MessageState.SENT, handed_at=now())

    page = web.get(reverse("delivery:outbox"), {"state": "sent"}).content.decode()

    assert '<th scope="col">Sent</th>' in page
    assert '<th scope="col">Due</th>' not in page


def test_an_unknown_message_says_what_happened_and_what_to_do(web: Client) -> None:
    cut = MessageFactory(state=MessageState.UNKNOWN, server_words="Connection reset")
    killed = MessageFactory(state=MessageState.UNKNOWN, mailbox__address="jo@ours.example", subject="Offer")

    page = web.get(reverse("delivery:message", args=[cut.pk])).content.decode()
    assert "Connection reset" in page
    assert "The connection ended before the mail server said whether it took this email." in page
    page = web.get(reverse("delivery:message", args=[killed.pk])).content.decode()
    assert "Mauntic was stopped while the mail server took this email" in page
    assert "Look for “Offer” in the sent folder of jo@ours.example, then choose." in page


def test_a_person_cancels_a_message_that_waits(web: Client, rep: User) -> None:
    message = MessageFactory(contact__first_name="Bo", contact__last_name="Oak", origin_kind="sequence")
    address = reverse("delivery:message-cancel", args=[message.pk])
    assert f'href="{address}"' in web.get(reverse("delivery:message", args=[message.pk])).content.decode()

    asked = web.get(address).content.decode()
    assert "Bo Oak does not get this email." in asked
    assert "The sequence that sends it ends for this lead." in asked
    done = web.post(address, follow=True).content.decode()

    assert "Email to Bo Oak canceled." in done
    assert "Canceled: Jo Reyes stopped it." in done
    message.refresh_from_db()
    assert (message.state, message.decided_by) == (MessageState.CANCELLED, rep)


def test_only_a_message_that_waits_is_canceled(web: Client) -> None:
    message = MessageFactory(state=MessageState.SENT)
    address = reverse("delivery:message-cancel", args=[message.pk])

    assert address not in web.get(reverse("delivery:message", args=[message.pk])).content.decode()
    answer = web.post(address)

    assert answer.status_code == 409
    assert "Only an email that waits can be canceled." in answer.content.decode()
    message.refresh_from_db()
    assert message.state == MessageState.SENT


def test_a_message_of_a_foreign_mailbox_is_not_canceled(web: Client, make_user) -> None:
    foreign = MessageFactory(mailbox=MailboxFactory(owner=make_user("rep", email="other@acme.example")))

    assert web.post(reverse("delivery:message-cancel", args=[foreign.pk])).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == MessageState.WAITING


def test_the_outbox_needs_the_same_queries_for_one_and_for_three(
    web: Client, django_assert_max_num_queries
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(40) as counted:
            web.get(reverse("delivery:outbox"))
        return len(counted)

    MessageFactory()
    queries()
    first = queries()
    MessageFactory.create_batch(2)
    assert queries() == first


def test_a_message_says_who_wrote_it_and_links_to_the_replies_in_its_mailbox(web: Client, rep: User) -> None:
    message = MessageFactory(state="sent", handed_at=now(), written_by=rep)
    reply = ReplyFactory(message=message, mailbox=message.mailbox, contact=message.contact)
    automatic = ReplyFactory(message=message, mailbox=message.mailbox, is_human=False)
    elsewhere = ReplyFactory(message=message)

    page = web.get(reverse("delivery:message", args=[message.pk])).content.decode()

    assert "<dt>Written by</dt><dd>Jo Reyes</dd>" in page
    assert page.count("<dt>Replied</dt>") == 1
    assert reverse("delivery:reply", args=[reply.pk]) in page
    for other in (automatic, elsewhere):
        assert reverse("delivery:reply", args=[other.pk]) not in page


def test_a_message_says_that_it_was_reported_as_spam(web: Client) -> None:
    message = MessageFactory(state="sent", handed_at=now(), complained_at=now(), unsubscribed_at=now())

    page = web.get(reverse("delivery:message", args=[message.pk])).content.decode()

    assert "<dt>Reported as spam</dt>" in page
    assert "<dt>Unsubscribed</dt>" not in page


def test_a_message_that_the_gate_has_not_looked_at_says_when_it_goes(web: Client) -> None:
    words = "Goes out with the next run"
    due, later = MessageFactory(), MessageFactory(due_at=now() + timedelta(days=1))

    assert words in web.get(reverse("delivery:message", args=[due.pk])).content.decode()
    assert words not in web.get(reverse("delivery:message", args=[later.pk])).content.decode()
