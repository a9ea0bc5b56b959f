"""My day: the replies that wait for a person."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from scoring.alerts.selectors.shown import waiting_alerts
from tests.factories.alerts import make_alert
from tests.factories.delivery import MailboxFactory, ReplyFactory
from tests.support.queries import queries_of


def test_a_lead_who_replied_is_one_row_whose_first_action_is_the_answer(web: Client, rep: User) -> None:
    first = ReplyFactory(text="How much is it?", label="question", arrived_at=now() - timedelta(hours=2))
    ReplyFactory(text="Hello?", contact=first.contact, arrived_at=now() - timedelta(hours=1))
    make_alert(first.contact, "EMAIL_REPLY", at=now())
    assert waiting_alerts(rep, limit=9)

    answer = web.get("/")

    [part] = answer.context["day"].parts
    [entry] = part.entries
    assert (entry.contact, entry.row.action) == (first.contact, "reply")
    page = answer.content.decode()
    assert f'<a href="{reverse("delivery:reply", args=[first.pk])}#id_text" id="reply-' in page
    for text in ("How much is it?", "Hello?", "2 h ago"):
        assert text in page


def test_replies_that_wait_for_others_or_later_are_not_on_my_day(web: Client, make_user) -> None:
    other = make_user("rep", email="other@acme.example")
    shared = MailboxFactory()
    ReplyFactory(mailbox=shared, contact__owner=other)
    ReplyFactory(mailbox=shared, assignee=other)
    ReplyFactory(mailbox=shared, done_at=now())
    ReplyFactory(mailbox=shared, snoozed_until=now() + timedelta(days=1))

    answer = web.get("/")

    assert answer.context["day"].parts == []
    assert '<span class="tile-count num">0</span><span class="tile-label">Replies</span>' in answer.text


def test_my_day_needs_the_same_queries_for_one_and_for_three_replies(web: Client) -> None:
    shared = MailboxFactory()
    ReplyFactory(mailbox=shared)
    one = queries_of(lambda: web.get("/"))
    ReplyFactory.create_batch(2, mailbox=shared)

    assert queries_of(lambda: web.get("/")) == one
