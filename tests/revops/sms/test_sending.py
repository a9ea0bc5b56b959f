"""Texts go out once: a row first, a claim, and unknown where no answer came."""

from datetime import timedelta

import pytest

from mauntic.crm.models import Consent
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from revops.sms.models import SmsAccount, SmsOptOut, Text
from revops.sms.selectors import vendor_of
from revops.sms.services import sending
from revops.sms.services.queue import cancel_texts, settle_text
from revops.sms.services.sending import send_texts
from tests.factories.crm import ContactFactory
from tests.factories.sms import connect_sms, make_text


@pytest.fixture
def account(acme, sandbox):
    return connect_sms(sandbox)


@pytest.fixture
def contact(acme):
    return ContactFactory()


def again(text: Text) -> Text:
    return Text.objects.get(pk=text.pk)


def test_a_text_is_sent_once(account, sandbox, contact):
    text = make_text(contact)

    assert (send_texts(), send_texts()) == (1, 0)

    assert [each["Body"] for each in sandbox.twilio.sent] == ["Hello"]
    stored = again(text)
    assert (stored.state, stored.attempts, stored.vendor_id[:2]) == ("sent", 1, "SM")
    assert stored.sent_at is not None


@pytest.mark.parametrize(
    ("ending", "state", "words"),
    [("0001", "refused", "Invalid 'To' Phone Number"), ("0500", "unknown", "Internal Server Error")],
)
def test_what_the_vendor_says_is_kept(account, contact, ending, state, words):
    text = make_text(contact, number=f"+1415555{ending}")
    send_texts()
    assert (again(text).state, again(text).words) == (state, words)


def test_a_text_without_an_answer_is_never_sent_again_by_itself(account, sandbox, contact):
    text = make_text(contact, number="+14155550500")
    send_texts()
    send_texts(now=now() + timedelta(hours=2))
    assert (again(text).state, again(text).attempts) == ("unknown", 1)


def test_too_many_requests_wait_a_minute(account, contact):
    text = make_text(contact, number="+14155550429")
    send_texts()
    stored = again(text)
    assert (stored.state, stored.attempts) == ("waiting", 1)
    assert timedelta(seconds=50) < stored.look_at - now() < timedelta(seconds=70)


def test_a_refused_account_stops_all_texts_until_a_person_looks_at_it(account, sandbox, contact):
    SmsAccount.objects.update(credentials={"token": "old"})
    first, second = make_text(contact), make_text(contact)
    send_texts()
    assert {again(first).state, again(second).state} == {"waiting"}
    assert again(first).attempts == 0
    assert SmsAccount.objects.get().last_error == "Authenticate"

    SmsAccount.objects.update(credentials={"token": sandbox.twilio.token}, last_error="")
    assert send_texts() == 2


def test_who_says_stop_gets_no_further_text(account, sandbox, contact):
    make_text(contact, number="+14155550004")
    send_texts()
    assert SmsOptOut.objects.get().number == "+14155550004"

    later = make_text(contact, number="+14155550004")
    send_texts()
    assert (again(later).state, again(later).words) == ("canceled", "The lead wants no text messages.")
    assert sandbox.twilio.sent == []


def test_who_refused_consent_since_gets_no_text(account, sandbox, contact):
    text, other = make_text(contact), make_text(ContactFactory())
    contact.consent = Consent.REFUSED
    contact.save()
    send_texts()
    assert (again(text).state, again(other).state) == ("canceled", "sent")


def test_a_text_that_did_not_leave_in_time_is_not_sent(account, sandbox, contact):
    text = make_text(contact, leaves_until=now() - timedelta(seconds=1))
    send_texts()
    assert (again(text).state, again(text).words) == ("canceled", "It did not leave in time.")
    assert sandbox.twilio.sent == []


def test_the_text_of_a_worker_that_died_is_unknown_and_a_person_settles_it_once(account, contact, admin):
    text = make_text(contact, state="claimed", claimed_at=now() - timedelta(minutes=16))
    fresh = make_text(contact, state="claimed", claimed_at=now())
    send_texts()
    assert (again(text).state, again(fresh).state) == ("unknown", "claimed")

    settle_text(text_id=text.pk, was_sent=True, by=admin)
    assert again(text).state == "sent"
    with pytest.raises(Conflict):
        settle_text(text_id=text.pk, was_sent=False, by=admin)


def test_waiting_texts_are_taken_back_and_those_on_their_way_are_not(account, contact):
    waiting, claimed = make_text(contact), make_text(contact, state="claimed", claimed_at=now())
    cancel_texts(origin_ids=[waiting.origin_id, claimed.origin_id], reason="By Ann.")
    assert (again(waiting).state, again(waiting).words, again(claimed).state) == (
        "canceled",
        "By Ann.",
        "claimed",
    )


def test_a_text_that_is_taken_back_while_the_vendor_refuses_it_for_now_does_not_go_later(
    account, sandbox, contact
):
    text = make_text(contact, number="+14155550429", leaves_until=now() + timedelta(minutes=10))
    claimed = sending._claim(now())
    assert claimed is not None
    cancel_texts(origin_ids=[text.origin_id], reason="The lead replied.")
    sending._record(claimed, vendor_of(account).send(number=text.number, body="Hello"), now())
    assert again(text).state == "waiting"
    Text.objects.update(number="+14155550100")

    assert send_texts(now=now() + timedelta(minutes=2)) == 0

    assert again(text).state == "canceled"
    assert sandbox.twilio.sent == []


def test_two_workers_send_each_text_once(at_once, sandbox):
    connect_sms(sandbox)
    contact = ContactFactory()
    for _ in range(8):
        make_text(contact)

    at_once(3, lambda _number: send_texts())

    assert len(sandbox.twilio.sent) == 8
    assert set(Text.objects.values_list("state", flat=True)) == {"sent"}
