"""Answers to an address that names the message: the surest sign, which nobody else can make."""

from django.test import Client
from django.urls import reverse

from mauntic.delivery.inbox.services.receiving import Arrived, receive
from mauntic.delivery.messages.links import reply_to
from mauntic.delivery.messages.services.sending import send_due
from mauntic.delivery.models import Mailbox, Message, Reply
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization
from tests.delivery.inbox.mails import OURS, mail
from tests.delivery.mail_servers import MailServer
from tests.factories.delivery import MailboxFactory, MessageFactory


def arrive(mailbox: Mailbox, *mails: bytes) -> Reply:
    receive(mailbox=mailbox, mails=[Arrived(each, len(each)) for each in mails])
    return Reply.objects.get()


def token_of(sent: Message) -> str:
    sent.mailbox.plus_addressing = True
    return reply_to(sent.mailbox, sent)


def test_the_token_beats_the_ids_wherever_the_server_leaves_it(mailbox: Mailbox, sent: Message) -> None:
    later = MessageFactory(mailbox=mailbox, contact=sent.contact, state="sent")
    stranger = "Assistant <desk@client.example>"

    reply = arrive(
        mailbox, mail("Yes!", sender=stranger, In_Reply_To=later.header_id, Delivered_To=token_of(sent))
    )

    assert (reply.message, reply.contact, reply.sign) == (sent, sent.contact, "token")


def test_forged_and_foreign_tokens_name_no_message(
    mailbox: Mailbox, sent: Message, globex: Organization
) -> None:
    with entered(globex):
        foreign = reply_to(sent.mailbox, sent) or token_of(sent)
    ours = token_of(sent)
    forged = ours.replace(ours[8:12], "aaaa")
    assert foreign != ours
    stranger = "mum@home.example"

    receive(
        mailbox=mailbox,
        mails=[
            Arrived(raw, len(raw))
            for raw in (
                mail("Yes!", sender=stranger, Delivered_To=foreign),
                mail("Yes!", sender=stranger, Delivered_To=forged),
            )
        ],
    )

    assert not Reply.objects.exists()


def test_a_mailbox_with_plus_addressing_asks_for_answers_there(mailbox: Mailbox, smtp: MailServer) -> None:
    Mailbox.objects.update(smtp_port=smtp.port, plus_addressing=True, credentials={})
    message = MessageFactory(mailbox=mailbox)
    plain = MessageFactory(mailbox=MailboxFactory(smtp_port=smtp.port))
    for each in (message, plain):
        send_due(mailbox_id=each.mailbox_id)

    answers = [str(got["Reply-To"]) for _recipient, got in smtp.got]
    assert answers[0].startswith("Ada Rep <ann+r-")
    assert answers[1] == "None"
    reply = arrive(mailbox, mail("Yes!", sender="desk@client.example", X_Original_To=answers[0]))
    assert reply.message == message


def test_the_test_of_such_a_mailbox_goes_to_an_address_with_a_plus(
    web: Client, rep, smtp: MailServer
) -> None:
    mailbox = MailboxFactory(owner=rep, address=OURS, smtp_port=smtp.port, plus_addressing=True)

    web.post(reverse("delivery:mailbox-test", args=[mailbox.pk]), {"what": "send"})

    assert smtp.recipients == ["ann+r-test@ours.example"]
