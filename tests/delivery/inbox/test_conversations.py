"""Whose reply it is, in threads as people lead them: from other addresses, twice, too early, anew."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.delivery.inbox.services.handling import answer
from mauntic.delivery.inbox.services.receiving import Arrived, receive
from mauntic.delivery.inbox.services.syncing import sync_mailbox
from mauntic.delivery.messages.services.claims import claim_due
from mauntic.delivery.models import Mailbox, Message, MessageState, Reply, Suppression
from mauntic.kernel.clock import now
from tests.delivery.inbox.mails import OURS, events, invitation_answer, mail
from tests.delivery.mail_servers import Inbox
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MessageFactory


def arrive(mailbox: Mailbox, *mails: bytes) -> int:
    return receive(mailbox=mailbox, mails=[Arrived(each, len(each)) for each in mails])


def test_an_out_of_office_as_a_new_mail_is_of_the_lead_and_counts_as_no_reply(
    mailbox: Mailbox, sent: Message
) -> None:
    away = "I am out of the office until 14 January."
    arrive(mailbox, mail(away, Subject="Automatic reply", Auto_Submitted="auto-replied"))

    reply = Reply.objects.get()
    assert (reply.contact, reply.kind, reply.is_human) == (sent.contact, "out_of_office", False)
    assert reply.away_until is not None
    assert events("MessageReplied") == 0


def test_a_reply_from_another_address_is_of_the_same_lead_and_swaps_no_address(
    mailbox: Mailbox, sent: Message, web: Client
) -> None:
    arrive(mailbox, mail("Yes!", sender="bo@home.example", In_Reply_To=sent.header_id))

    reply = Reply.objects.get()
    assert (reply.contact, reply.message) == (sent.contact, sent)
    assert events("MessageReplied") == 1
    sent.contact.refresh_from_db()
    assert sent.contact.email == "bo@client.example"
    page = web.get(reverse("delivery:reply", args=[reply.pk])).content.decode()
    assert "Written from bo@home.example. The lead has bo@client.example." in page


def test_an_answer_to_what_a_rep_wrote_elsewhere_is_in_the_same_conversation(
    mailbox: Mailbox, sent: Message, web: Client
) -> None:
    chain = f"{sent.header_id} <theirs@client.example> <outlook@ours.example>"
    arrive(mailbox, mail("Fine, Monday.", In_Reply_To="<outlook@ours.example>", References=chain))

    reply = Reply.objects.get()
    assert (reply.message, reply.sign) == (sent, "references")
    page = web.get(reverse("delivery:reply", args=[reply.pk])).content.decode()
    assert "may I ask something?" in page


def test_two_replies_in_a_row_are_both_kept(mailbox: Mailbox, sent: Message) -> None:
    first = mail("Yes, interested.", In_Reply_To=sent.header_id)
    second = mail("One more thing: what does it cost?", In_Reply_To=sent.header_id)

    assert arrive(mailbox, first, second) == 2
    assert set(Reply.objects.values_list("text", flat=True)) == {
        "Yes, interested.",
        "One more thing: what does it cost?",
    }


def test_a_reply_that_comes_before_the_sending_is_recorded_is_matched(
    mailbox: Mailbox, sent: Message
) -> None:
    Message.objects.update(state=MessageState.CLAIMED, handed_at=now(), claimed_at=now())

    arrive(mailbox, mail("Yes!", In_Reply_To=sent.header_id))

    assert Reply.objects.get().message == sent
    assert Message.objects.get().replied_at is not None


def test_who_writes_anew_after_our_mail_has_replied_without_a_guess_at_which(
    mailbox: Mailbox, sent: Message
) -> None:
    arrive(mailbox, mail("Could you call me?", Subject="Our plans for spring"))

    reply = Reply.objects.get()
    assert (reply.contact, reply.message, reply.sign) == (sent.contact, None, "")
    assert events("MessageReplied") == 1
    assert Message.objects.get().replied_at is None


def test_who_asks_in_a_new_mail_for_no_more_gets_no_more(mailbox: Mailbox, sent: Message) -> None:
    arrive(mailbox, mail("Please remove me from your list.", Subject="Your emails"))

    row = Suppression.objects.get()
    assert (row.reason, row.contact) == ("unsubscribed", sent.contact)
    assert events("MessageUnsubscribed") == 1


def test_who_never_got_an_email_and_asks_for_none_gets_none(mailbox: Mailbox) -> None:
    contact = ContactFactory(email="cy@client.example")

    arrive(mailbox, mail("Unsubscribe me, please.", sender="cy@client.example"))

    row = Suppression.objects.get()
    assert (row.reason, row.contact) == ("asked", contact)


def test_old_mail_makes_nobody_a_replier(mailbox: Mailbox, sent: Message) -> None:
    Message.objects.update(claimed_at=now() - timedelta(days=91))

    arrive(mailbox, mail("Could you call me?", Subject="Our plans for spring"))

    assert Reply.objects.get().contact == sent.contact
    assert events("MessageReplied") == 0


def test_who_left_names_a_successor_and_gets_no_more(mailbox: Mailbox, sent: Message, web: Client) -> None:
    text = "I no longer work at Client. Please write to dee@client.example instead."
    headers = {"In_Reply_To": sent.header_id, "Auto_Submitted": "auto-replied", "Subject": "Automatic reply"}
    arrive(mailbox, mail(text, **headers))

    reply = Reply.objects.get()
    assert (reply.label, reply.kind, reply.referral) == ("auto_reply", "left_company", "dee@client.example")
    assert Suppression.objects.get().reason == "left"
    page = web.get(reverse("delivery:reply", args=[reply.pk])).content.decode()
    assert "Names dee@client.example as the person to write to." in page
    assert 'value="dee@client.example"' in web.get("/leads/new/?email=dee@client.example").content.decode()
    assert Message.objects.count() == 1


@pytest.mark.parametrize("folder", ["Sent", "Drafts"])
def test_mail_in_folders_of_ours_is_not_read(
    mailbox: Mailbox, sent: Message, imap: Inbox, folder: str
) -> None:
    imap.deliver(mail("And?", sender=OURS, References=sent.header_id), folder=folder)

    assert sync_mailbox(mailbox_id=mailbox.pk) == 0


@pytest.mark.parametrize("number", range(2))
def test_an_automatic_reply_causes_no_answer(mailbox: Mailbox, sent: Message, number: int) -> None:
    headers = {"Auto_Submitted": "auto-replied", "In_Reply_To": sent.header_id}
    for each in range(number + 1):
        arrive(mailbox, mail(f"We received your mail, ticket {each}.", **headers))

    assert Message.objects.count() == 1
    assert events("MessageReplied") == 0


def test_who_asks_for_no_more_in_the_thread_of_another_lead_gets_no_more(
    mailbox: Mailbox, sent: Message
) -> None:
    cy = ContactFactory(email="cy@client.example")
    theirs = MessageFactory(mailbox=mailbox, contact=cy, state=MessageState.SENT, claimed_at=now())

    arrive(
        mailbox, mail("Please unsubscribe me.", sender="Cy <cy@client.example>", In_Reply_To=sent.header_id)
    )

    assert [row.contact for row in Suppression.objects.all()] == [cy]
    assert (Reply.objects.get().contact, Reply.objects.get().message) == (cy, sent)
    assert events("MessageReplied") == 2
    theirs.refresh_from_db()
    assert theirs.unsubscribed_at is not None


def test_who_unsubscribes_from_another_address_is_written_to_at_none(mailbox: Mailbox, sent: Message) -> None:
    text = "Please unsubscribe me."
    arrive(mailbox, mail(text, sender="bo@home.example", In_Reply_To=sent.header_id))

    assert set(Suppression.objects.values_list("hint", "reason")) == {
        ("b•••@client.example", "unsubscribed"),
        ("b•••@home.example", "asked"),
    }


def test_a_wish_that_passed_a_help_desk_counts_and_is_no_reply(mailbox: Mailbox, sent: Message) -> None:
    text = "Please remove me from your mailing list."
    arrive(mailbox, mail(text, In_Reply_To=sent.header_id, Precedence="bulk"))

    assert (Reply.objects.get().label, Reply.objects.get().is_human) == ("unsubscribe", False)
    assert Suppression.objects.get().reason == "unsubscribed"


def test_who_declines_a_meeting_and_wants_no_more_gets_no_more(mailbox: Mailbox, sent: Message) -> None:
    note = b"Please remove me from your list and never write again."
    arrive(mailbox, invitation_answer("DECLINED").replace(b"See the calendar.", note))

    assert Reply.objects.get().label == "unsubscribe"
    assert Suppression.objects.get().reason == "unsubscribed"


def test_the_footer_of_a_calendar_is_no_wish_of_the_lead(mailbox: Mailbox, sent: Message) -> None:
    footer = (
        b"Bo has declined this invitation.\n\nInvitation from Google Calendar: https://calendar.google.com/\n\n"
        b"To stop receiving these emails, please log in and change your notification settings."
    )
    arrive(mailbox, invitation_answer("DECLINED").replace(b"See the calendar.", footer))

    assert (Reply.objects.get().label, Reply.objects.get().kind) == ("meeting", "declined")


@pytest.mark.parametrize("subject", ["x" * 500, "About {{ title }} and {{ nothing }}", "A {{{ title }}} B"])
def test_an_answer_takes_the_subject_of_others_as_it_is(
    mailbox: Mailbox, sent: Message, rep: User, subject: str
) -> None:
    sent.contact.title = "SECRET"
    sent.contact.save()
    arrive(mailbox, mail("Yes, please.", In_Reply_To=sent.header_id, Subject=subject))

    answer(reply_id=Reply.objects.get().pk, text="Hello", by=rep, once="1")
    claim_due(mailbox_id=mailbox.pk)

    ours = Message.objects.get(origin_kind="person", state=MessageState.CLAIMED)
    assert ours.sent_subject.replace(" ", "") == f"Re: {subject}"[:500].replace(" ", "")
