"""Requests of services that somebody recorded and sends again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mauntic.delivery.models import Reply, Suppression
from mauntic.kernel.clock import now
from tests.delivery.hooks.test_events import mailbox_of, mailgun, sent_from
from tests.delivery.hooks.test_mail import answer_to, deliver

UNSUBSCRIBED = {"event": "unsubscribed", "recipient": "ann@client.example"}


def test_a_signature_of_mailgun_is_good_for_one_content(stranger: Client):
    message = sent_from(mailbox_of("mailgun"))
    about = {"user-variables": {"mauntic_message": message.header_id}}
    nonce = uuid4().hex
    assert mailgun(stranger, {"event": "delivered", **about}, nonce=nonce).status_code == 200

    assert mailgun(stranger, {**UNSUBSCRIBED, **about}, nonce=nonce).status_code == 400
    assert deliver(stranger, "mailgun", message, nonce=nonce).status_code == 400

    assert not Suppression.objects.exists()
    assert not Reply.objects.exists()


def test_mailgun_may_send_the_same_mail_again_with_its_files(stranger: Client):
    message = sent_from(mailbox_of("mailgun"))
    at, nonce = now(), uuid4().hex
    for _time in range(2):
        file = SimpleUploadedFile("a.pdf", b"%PDF", "application/pdf")
        done = deliver(stranger, "mailgun", message, nonce=nonce, at=at, **{"attachment-1": file})
        assert done.status_code == 200
    changed = answer_to(message).replace("Yes, I am interested", "Please remove me")

    other = deliver(stranger, "mailgun", message, nonce=nonce, at=at, **{"body-mime": changed})

    assert other.status_code == 400
    assert Reply.objects.get().label == "positive"


@pytest.mark.parametrize("age", [timedelta(days=1, minutes=1), -timedelta(days=1, minutes=1)])
def test_an_old_signature_of_mailgun_proves_nothing(stranger: Client, age: timedelta):
    message = sent_from(mailbox_of("mailgun"))
    about = {"user-variables": {"mauntic_message": message.header_id}}

    assert mailgun(stranger, {**UNSUBSCRIBED, **about}, at=now() - age).status_code == 400
    assert deliver(stranger, "mailgun", message, at=now() - age).status_code == 400

    assert not Suppression.objects.exists()
    assert not Reply.objects.exists()


def test_a_time_that_is_none_is_refused(stranger: Client):
    mailbox_of("mailgun")
    done = stranger.post("/mail/hooks/mailgun/the-token/events/", {"signature": []}, "application/json")
    assert done.status_code == 400
