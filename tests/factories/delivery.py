"""Mailboxes and messages as rows."""

from datetime import timedelta

import factory

from mauntic.delivery.models import Mailbox, Message, Rank, Reply
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from tests.factories.crm import ContactFactory


class MailboxFactory(factory.django.DjangoModelFactory):
    """A mailbox without limits that matter, whose inbox was just read."""

    class Meta:
        model = Mailbox

    address = factory.Sequence(lambda number: f"rep{number}@ours.example")
    username = factory.SelfAttribute("address")
    from_name = "Ada Rep"
    smtp_host = "127.0.0.1"
    smtp_port = 1
    smtp_security = "none"
    imap_host = "127.0.0.1"
    imap_security = "none"
    per_day = 5_000
    per_hour = 5_000
    gap_shortest = 0
    gap_longest = 0
    ramp_start = 0
    read_at = factory.LazyFunction(now)


class MessageFactory(factory.django.DjangoModelFactory):
    """A waiting message that a person wrote, due since a minute."""

    class Meta:
        model = Message

    mailbox = factory.SubFactory(MailboxFactory)
    contact = factory.SubFactory(ContactFactory)
    to_address = factory.SelfAttribute("contact.email")
    to_domain = factory.LazyAttribute(lambda row: row.to_address.rpartition("@")[2])
    subject = "A question"
    body = "Hello {{ first_name | there }},\n\nmay I ask something?"
    header_id = factory.LazyFunction(lambda: f"<{new_id()}@ours.example>")
    rank = Rank.PERSONAL
    origin_kind = "person"
    origin_id = factory.LazyFunction(new_id)
    due_at = factory.LazyFunction(lambda: now() - timedelta(minutes=1))
    look_at = factory.SelfAttribute("due_at")


class ReplyFactory(factory.django.DjangoModelFactory):
    """A reply of a lead who is interested, to no message in particular."""

    class Meta:
        model = Reply

    mailbox = factory.SubFactory(MailboxFactory)
    contact = factory.SubFactory(ContactFactory)
    key = factory.LazyFunction(lambda: f"{new_id()}@client.example")
    sender_address = factory.SelfAttribute("contact.email")
    subject = "Re: A question"
    text = "Yes, please."
    label = "positive"
    found_label = factory.SelfAttribute("label")
    is_human = True
