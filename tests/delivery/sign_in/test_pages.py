"""Mailboxes of Google and Microsoft 365 through the pages: the way to the provider and back."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import Role, User
from mauntic.delivery.models import Grant, Mailbox, SignInApp
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from tests.conftest import GLOBEX_HOST
from tests.delivery.authorization_server import CLIENT, SECRET, AuthorizationServer
from tests.delivery.mail_servers import MailServer
from tests.factories.delivery import MailboxFactory

BACK = "/settings/mail/connected/"


def start(web: Client, provider: str = "google", query: str = "") -> str:
    """Follow the link to the provider. Returns the address of the consent."""
    answer = web.get(reverse("delivery:sign-in", args=[provider]) + query)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def back(web: Client, server: AuthorizationServer, consent: str) -> str:
    """Consent and come back. Returns the words of the page."""
    returned = urlsplit(server.consent(consent))
    return web.get(f"{returned.path}?{returned.query}", follow=True).content.decode()


@pytest.mark.parametrize("name", ["google", "microsoft"])
def test_a_rep_connects_a_mailbox_without_a_password(
    web: Client, rep: User, app: SignInApp, provider: AuthorizationServer, smtp: MailServer, name: str
):
    page = back(web, provider, start(web, name))

    assert "jo@ours.example connected. Test it next." in page
    mailbox = Mailbox.objects.get()
    assert (mailbox.owner, mailbox.address, mailbox.kind) == (rep, "jo@ours.example", name)
    assert (mailbox.smtp_port, mailbox.password) == (smtp.port, "")
    asked = provider.consents[0]
    assert (asked["redirect_uri"], asked["code_challenge_method"]) == (f"http://acme.localhost{BACK}", "S256")
    raw = Grant.objects.extra(select={"raw": "tokens"}).values_list("raw", flat=True)
    assert provider.issued[0] not in str(raw[0])
    assert provider.issued[0] not in page


def test_google_is_asked_for_a_lasting_permission(web: Client, app: SignInApp, provider: AuthorizationServer):
    asked = parse_qs(urlsplit(start(web)).query)
    assert (asked["access_type"], asked["prompt"]) == (["offline"], ["consent"])
    assert asked["scope"] == ["https://mail.google.com/ openid email"]


def test_the_page_offers_the_providers_that_are_set_up(web: Client, acme, provider: AuthorizationServer):
    address = reverse("delivery:mailbox-new")
    assert "once an admin has set it up" in web.get(address).content.decode()
    SignInApp.objects.create(provider="google", client_id=CLIENT, credentials={"client_secret": SECRET})
    page = web.get(address).content.decode()
    assert "Connect Google" in page
    assert "as shared" not in page
    assert "Connect Microsoft" not in page


def test_without_an_app_the_way_is_closed_with_a_sentence(web: Client, provider: AuthorizationServer):
    answer = web.get(reverse("delivery:sign-in", args=["google"]))
    assert answer.status_code == 409
    assert "Sign-in with Google is not set up." in answer.content.decode()
    assert web.get(reverse("delivery:sign-in", args=["yahoo"])).status_code == 404


def test_a_wrong_state_connects_nothing_and_uses_up_the_sign_in(
    web: Client, app: SignInApp, provider: AuthorizationServer
):
    consent = start(web)
    page = web.get(f"{BACK}?code=x&state=guessed", follow=True).content.decode()
    assert "was not started here" in page
    assert "was not started here" in back(web, provider, consent)
    assert not Mailbox.objects.exists()
    assert provider.asked == []


def test_an_answer_counts_once(web: Client, app: SignInApp, provider: AuthorizationServer):
    returned = urlsplit(provider.consent(start(web)))
    address = f"{returned.path}?{returned.query}"
    web.get(address)
    assert "was not started here" in web.get(address, follow=True).content.decode()
    assert provider.asked == ["authorization_code"]


def test_the_state_of_another_organization_is_worth_nothing(
    web: Client, app: SignInApp, provider: AuthorizationServer, globex
):
    returned = urlsplit(provider.consent(start(web)))
    kept = web.session["mailbox_sign_in"]
    with entered(globex):
        person = User.objects.create_user("admin@globex.example", "a password", role=Role.ADMIN)
        SignInApp.objects.create(provider="google", client_id=CLIENT, credentials={"client_secret": SECRET})
        there = Client(headers={"host": GLOBEX_HOST})
        there.force_login(person)
        # Even with what the session of the other organization holds.
        session = there.session
        session["mailbox_sign_in"] = {**kept, "person": str(person.pk)}
        session.save()
        page = there.get(f"{returned.path}?{returned.query}", follow=True).content.decode()
        assert "was not started here" in page
        assert not Mailbox.objects.exists()
    assert provider.asked == []


def test_another_person_cannot_finish_what_somebody_began(
    web: Client, app: SignInApp, provider: AuthorizationServer, admin: User
):
    returned = urlsplit(provider.consent(start(web)))
    kept = web.session["mailbox_sign_in"]
    web.force_login(admin)
    session = web.session
    session["mailbox_sign_in"] = kept
    session.save()
    assert (
        "was not started here" in web.get(f"{returned.path}?{returned.query}", follow=True).content.decode()
    )
    assert not Mailbox.objects.exists()


def test_a_sign_in_that_took_too_long_starts_anew(web: Client, app: SignInApp, provider: AuthorizationServer):
    consent = start(web)
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert "took too long" in back(web, provider, consent)


def test_a_denied_consent_is_said_in_the_words_of_the_provider(
    web: Client, app: SignInApp, provider: AuthorizationServer
):
    provider.denies = "access_denied"
    page = back(web, provider, start(web))
    assert "Google did not connect the mailbox. It says: access_denied The person said no." in page
    assert not Mailbox.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"scope": "openid email"}, "did not get the permission to read and send email"),
        ({"forgets": True}, "gave no lasting permission"),
        ({"account": ""}, "did not say which mailbox this is"),
        ({"error": ("invalid_client", "Unauthorized")}, "Google: invalid_client: Unauthorized"),
    ],
)
def test_an_incomplete_grant_connects_nothing(
    web: Client, app: SignInApp, provider: AuthorizationServer, changes, words
):
    for name, value in changes.items():
        setattr(provider, name, value)
    assert words in back(web, provider, start(web))
    assert not Mailbox.objects.exists()
    assert not Grant.objects.exists()


def test_a_silent_provider_connects_nothing(
    web: Client, app: SignInApp, provider: AuthorizationServer, settings
):
    consent = start(web)
    settings.MAUNTIC_MAIL_PROVIDERS["google"]["token_url"] = "http://127.0.0.1:1/token"
    assert "The mailbox was not connected. Google: No answer" in back(web, provider, consent)


def test_an_address_is_connected_once(web: Client, app: SignInApp, provider: AuthorizationServer):
    MailboxFactory(address="Jo@ours.example")
    assert "is connected already" in back(web, provider, start(web))
    assert not Grant.objects.exists()


def test_only_ops_connect_a_shared_mailbox(
    web: Client, app: SignInApp, provider: AuthorizationServer, admin: User
):
    assert web.get(reverse("delivery:sign-in", args=["google"]) + "?shared=yes").status_code == 403
    web.force_login(admin)
    back(web, provider, start(web, query="?shared=yes"))
    assert Mailbox.objects.get().owner is None


def test_a_mailbox_is_connected_again_with_its_own_account(
    web: Client, app: SignInApp, provider: AuthorizationServer
):
    back(web, provider, start(web))
    mailbox = Mailbox.objects.get()
    Mailbox.objects.update(state="off", state_reason="refused", failures=10)
    Grant.objects.update(problem="invalid_grant: revoked", expires_at=None)
    again = f"?mailbox={mailbox.pk}"

    shown = web.get(reverse("delivery:mailbox", args=[mailbox.pk])).content.decode()
    assert "invalid_grant: revoked Connect the mailbox again." in shown
    provider.account = "other@ours.example"
    refused = back(web, provider, start(web, query=again))
    assert "You signed in as other@ours.example. Sign in as jo@ours.example." in refused
    provider.account = "JO@ours.example"
    back(web, provider, start(web, query=again))

    assert provider.consents[-1]["login_hint"] == "jo@ours.example"
    mailbox.refresh_from_db()
    assert (mailbox.state, mailbox.failures, mailbox.grant.problem) == ("active", 0, "")
    assert Mailbox.objects.count() == 1


def test_nobody_connects_a_mailbox_of_others_again(
    web: Client, app: SignInApp, provider: AuthorizationServer, make_user
):
    mailbox = MailboxFactory(owner=make_user("rep", email="other@acme.example"), kind="google")
    address = reverse("delivery:sign-in", args=["google"])
    assert web.get(f"{address}?mailbox={mailbox.pk}").status_code == 403
    assert web.get(f"{address}?mailbox=x").status_code == 400


def test_the_servers_of_a_provider_cannot_be_changed(web: Client, rep: User, app: SignInApp, provider):
    back(web, provider, start(web))
    mailbox = Mailbox.objects.get()
    address = reverse("delivery:mailbox", args=[mailbox.pk])
    limits = {"per_day": 40, "per_hour": 9, "gap_shortest": 90, "gap_longest": 420}
    form = {"address": mailbox.address, **limits, "ramp_start": 10, "ramp_step": 2}

    page = web.get(address).content.decode()
    web.post(address, {**form, "smtp_host": "evil.example", "password": "x"})

    assert "smtp_host" not in page
    mailbox.refresh_from_db()
    assert (mailbox.per_day, mailbox.smtp_host, mailbox.credentials) == (40, "127.0.0.1", {})


def test_an_admin_stores_the_app_and_its_secret_is_never_shown(web: Client, admin: User, provider):
    address = reverse("delivery:sign-in-app", args=["microsoft"])
    assert web.get(reverse("delivery:sign-in-apps")).status_code == 403
    assert web.post(address, {"client_id": "x", "client_secret": "y"}).status_code == 403
    web.force_login(admin)

    values = {"client_id": CLIENT, "client_secret": SECRET, "directory": "acme-id"}
    page = web.post(address, values, follow=True).content.decode()

    assert "Sign-in with Microsoft 365 saved." in page
    assert SECRET not in page
    assert "http://acme.localhost/settings/mail/connected/" in page
    app = SignInApp.objects.get()
    assert (app.client_id, app.client_secret, app.directory) == (CLIENT, SECRET, "acme-id")
    assert SECRET not in str(SignInApp.objects.extra(select={"raw": "credentials"}).values_list("raw")[0])
    # Empty keeps the secret, as long as it is of the same app.
    web.post(address, {"client_id": CLIENT, "client_secret": "", "directory": ""})
    assert SignInApp.objects.get().client_secret == SECRET
    refused = web.post(address, {"client_id": "other", "client_secret": ""})
    assert (refused.status_code, "Enter the client secret." in refused.content.decode()) == (422, True)
    odd = web.post(address, {"client_id": CLIENT, "directory": "../evil"})
    assert "Enter the ID as Microsoft shows it." in odd.content.decode()
    web.post(reverse("delivery:sign-in-app-delete", args=["microsoft"]))
    assert not SignInApp.objects.exists()
