"""Tickets of drafts: good once, for whom they were given, and for two minutes."""

import pytest

from mauntic.accounts.models import User
from mauntic.kernel.errors import NotAllowed, NotFound
from mauntic.kernel.ids import new_id
from mauntic.tenants.context import entered
from revops.agents.copilot.domain.briefs import Place, Tone
from revops.agents.copilot.services.tickets import VALID_SECONDS, put, take, task_of, wish_for
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory, ReplyFactory


def wish(**given):
    return wish_for(**{"goal": "Ask for a call", "tone": "neutral", **given})


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({}, Place.STEP),
        ({"contact_id": new_id()}, Place.EMAIL),
        ({"reply_id": new_id()}, Place.ANSWER),
        ({"contact_id": new_id(), "reply_id": new_id()}, Place.ANSWER),
    ],
)
def test_the_ids_say_where_the_draft_goes(given, place):
    assert wish(**given).brief.place is place


def test_a_wish_keeps_goal_and_tone(rep):
    asked = wish(goal="Thank them", tone="formal")
    assert take(put(asked, rep), rep) == asked
    assert (asked.brief.goal, asked.brief.tone) == ("Thank them", Tone.FORMAL)


def test_an_unknown_tone_is_no_tone():
    with pytest.raises(ValueError, match="angry"):
        wish(tone="angry")


def test_tickets_cannot_be_guessed_and_differ_for_the_same_wish(rep):
    tickets = {put(wish(), rep) for _ in range(20)}
    assert len(tickets) == 20
    assert min(len(ticket) for ticket in tickets) >= 32
    for wrong in ("", "x", "*", "../x", f"{tickets.pop()}x"):
        with pytest.raises(NotFound, match="This draft was already written"):
            take(wrong, rep)


def test_a_ticket_ends_after_two_minutes(rep, monkeypatch):
    assert VALID_SECONDS == 120
    monkeypatch.setattr("revops.agents.copilot.services.tickets.VALID_SECONDS", 0)
    ticket = put(wish(), rep)
    with pytest.raises(NotFound):
        take(ticket, rep)


def test_a_ticket_is_of_no_use_in_another_organization(rep, globex):
    ticket = put(wish(), rep)
    with entered(globex), pytest.raises(NotFound):
        take(ticket, rep)
    assert take(ticket, rep).brief.goal == "Ask for a call"


def test_of_eight_that_take_it_at_once_one_gets_it(committed, at_once):
    who = User.objects.create_user("rep@there.example", "a password", role="rep", name="Jo Reyes")
    ticket = put(wish(), who)

    def tab(_number: int) -> bool:
        try:
            return bool(take(ticket, who))
        except NotFound:
            return False

    assert sum(at_once(8, tab)) == 1


def test_a_lead_or_reply_that_is_deleted_before_the_stream_is_not_found(rep):
    contact = ContactFactory()
    reply = ReplyFactory(mailbox=MailboxFactory(owner=rep))
    wishes = [wish(contact_id=contact.pk), wish(reply_id=reply.pk)]
    tickets = [put(each, rep) for each in wishes]
    reply.delete()
    contact.delete()
    for ticket in tickets:
        with pytest.raises((NotFound, NotAllowed)):
            task_of(take(ticket, rep), rep)


def test_the_lead_of_a_reply_counts_and_not_the_one_that_is_sent_along(rep):
    other = ContactFactory(first_name="Eve")
    reply = ReplyFactory(mailbox=MailboxFactory(owner=rep), contact=ContactFactory(first_name="Ada"))
    task = task_of(wish(contact_id=other.pk, reply_id=reply.pk), rep)
    assert task.purpose.contact_id == reply.contact_id
    assert task.opening == "Hi Ada,"
    assert not task.has_subjects
