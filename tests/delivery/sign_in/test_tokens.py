"""Access tokens: refreshed once, rotated, and what a mailbox does whose grant was revoked."""

from contextlib import suppress
from datetime import timedelta

import pytest

from mauntic.delivery.inbox.services.syncing import sync_mailbox
from mauntic.delivery.mailboxes.adapters.base import MailServerError, SignInRefused
from mauntic.delivery.mailboxes.services.accounts import smtp_account
from mauntic.delivery.mailboxes.services.trials import try_sending
from mauntic.delivery.messages.services.sending import send_due
from mauntic.delivery.models import Grant, Mailbox, Message, SignInApp
from mauntic.delivery.sign_in.adapters.authorization import ProviderRefused, ProviderSilent
from mauntic.delivery.sign_in.services.tokens import access_token
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from tests.delivery.authorization_server import CLIENT, SECRET, AuthorizationServer
from tests.delivery.mail_servers import MailServer
from tests.factories.delivery import MailboxFactory, MessageFactory


def connected(provider: AuthorizationServer, smtp: MailServer, *, expired: bool = True) -> Mailbox:
    """Make a mailbox at the provider, whose access token has expired."""
    SignInApp.objects.create(provider="google", client_id=CLIENT, credentials={"client_secret": SECRET})
    provider.refresh_tokens = {"first"}
    grant = Grant.objects.create(
        provider="google",
        account="jo@ours.example",
        tokens={"access_token": "stale", "refresh_token": "first"},
        expires_at=now() + timedelta(minutes=4 if expired else 30),
    )
    return MailboxFactory(
        address="jo@ours.example", kind="google", grant=grant, smtp_port=smtp.port, imap_port=smtp.port
    )


def test_a_token_that_ends_soon_is_refreshed_and_kept(acme, provider, smtp):
    mailbox = connected(provider, smtp)
    assert mailbox.grant

    found = access_token(grant_id=mailbox.grant.pk)

    assert [found] == provider.issued
    assert access_token(grant_id=mailbox.grant.pk) == found
    assert provider.asked == ["refresh_token"]
    mailbox.grant.refresh_from_db()
    assert mailbox.grant.refresh_token == "first"


def test_a_good_token_is_not_refreshed(acme, provider, smtp):
    mailbox = connected(provider, smtp, expired=False)
    assert access_token(grant_id=mailbox.grant.pk) == "stale"
    assert provider.asked == []


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        *((200, each) for each in ([], [1], 5, "x", None, {"access_token": None}, {"expires_in": {}})),
        *(
            (400, each)
            for each in ({"error": 5}, {"error": {"a": 1}}, {"error": ["invalid_grant"]}, [], None)
        ),
        (400, {"error": "invalid_request", "error_description": {"a": 1}}),
        (200, {"access_token": "a", "expires_at": "tomorrow", "expires_in": "soon", "id_token": 5}),
    ],
)
def test_nonsense_of_a_provider_is_its_failure_and_the_grant_stays(
    acme, provider, smtp, monkeypatch, status, answer
):
    mailbox = connected(provider, smtp)
    monkeypatch.setattr(provider, "answer", lambda _form: (status, answer))

    with suppress(ProviderSilent, ProviderRefused):
        access_token(grant_id=mailbox.grant.pk)

    mailbox.grant.refresh_from_db()
    assert (mailbox.grant.refresh_token, mailbox.grant.problem) == ("first", "")


def test_a_rotated_refresh_token_is_kept(acme, provider, smtp):
    provider.rotates = True
    mailbox = connected(provider, smtp)
    for _time in range(3):
        Grant.objects.update(expires_at=None)
        access_token(grant_id=mailbox.grant.pk)
    mailbox.grant.refresh_from_db()
    assert {mailbox.grant.refresh_token} == provider.refresh_tokens
    assert len(provider.issued) == 3


def test_of_workers_that_find_it_expired_at_once_one_refreshes(committed, at_once, provider, smtp):
    provider.rotates, provider.slow = True, 0.2
    mailbox = connected(provider, smtp)

    found = at_once(4, lambda _number: access_token(grant_id=mailbox.grant.pk))

    assert set(found) == set(provider.issued)
    assert provider.asked == ["refresh_token"]


def test_a_message_is_sent_with_the_token(acme, provider, smtp):
    mailbox = connected(provider, smtp)
    smtp.tokens = {access_token(grant_id=mailbox.grant.pk)}
    message = MessageFactory(mailbox=mailbox)

    assert send_due(mailbox_id=mailbox.pk) == 1
    assert smtp.recipients == [message.to_address]


def test_a_revoked_grant_counts_as_a_refused_sign_in_with_the_words_of_the_provider(acme, provider, smtp):
    mailbox = connected(provider, smtp)
    provider.refresh_tokens.clear()
    message = MessageFactory(mailbox=mailbox)

    assert send_due(mailbox_id=mailbox.pk) == 0

    words = "Google: invalid_grant: Token has been expired or revoked."
    mailbox.refresh_from_db()
    assert (mailbox.failures, mailbox.last_error, mailbox.grant.problem) == (1, words, words)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.server_words) == ("waiting", 0, words)
    for _time in range(9):
        sync_mailbox(mailbox_id=mailbox.pk)
    mailbox.refresh_from_db()
    assert (mailbox.state, words in mailbox.state_reason) == ("off", True)
    assert StoredEvent.objects.filter(type="delivery.MailboxSwitchedOff").count() == 1


def test_a_token_that_the_mail_server_refuses_is_refreshed_before_the_next_use(acme, provider, smtp):
    mailbox = connected(provider, smtp, expired=False)
    smtp.tokens = {"another"}
    message = MessageFactory(mailbox=mailbox)

    send_due(mailbox_id=mailbox.pk)

    mailbox.refresh_from_db()
    assert (mailbox.failures, mailbox.last_error) == (1, "535 5.7.8 Token not accepted")
    smtp.tokens = {access_token(grant_id=mailbox.grant.pk)}
    Message.objects.filter(pk=message.pk).update(look_at=now())
    assert send_due(mailbox_id=mailbox.pk) == 1


@pytest.mark.parametrize("error", [("invalid_client", "Unauthorized"), ("temporarily_unavailable", "")])
def test_a_fault_of_app_or_provider_is_no_refused_sign_in(acme, provider, smtp, error):
    mailbox = connected(provider, smtp)
    provider.error = error
    with pytest.raises(MailServerError, match=error[0]) as found:
        smtp_account(mailbox)
    assert not isinstance(found.value, SignInRefused)
    mailbox.grant.refresh_from_db()
    assert mailbox.grant.problem == ""


def test_a_mailbox_without_grant_or_app_says_what_is_missing(acme, provider, smtp):
    mailbox = connected(provider, smtp)
    SignInApp.objects.all().delete()
    assert "Sign-in with Google is not set up." in try_sending(mailbox).words
    Grant.objects.all().delete()
    mailbox.refresh_from_db()
    assert try_sending(mailbox).words == "The sign-in of this mailbox was removed. Connect it again."
