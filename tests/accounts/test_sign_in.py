"""Who gets in: routes, limits, passwords, resets, and proving again who one is."""

import re
import time

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from mauntic.accounts.context import SIGNED_IN_AT
from mauntic.accounts.models import ApiKey, Invitation, User
from mauntic.accounts.services import create_user
from mauntic.kernel.errors import Invalid
from tests.conftest import ACME_HOST

PASSWORD = "correct horse battery"
LOCKED = "Too many failed attempts"


@pytest.fixture(autouse=True)
def no_former_attempts(acme):
    """Counts from nothing, within one moment: on a slow machine ten attempts take more than a minute."""
    cache.clear()
    with time_machine.travel(time.time(), tick=False):
        yield


@pytest.fixture
def owner(make_user) -> User:
    user = make_user("rep", email="owner@acme.example")
    user.set_password(PASSWORD)
    user.save()
    return user


def browser(host: str = ACME_HOST) -> Client:
    return Client(headers={"host": host})


def sign_in(client: Client, password: str, address: str = "198.51.100.1", email: str = "owner@acme.example"):
    data = {"login": email, "password": password}
    return client.post("/accounts/login/", data, REMOTE_ADDR=address)


@pytest.mark.parametrize(
    "path",
    ["email/", "confirm-email/", "confirm-email/x:y/", "login/code/", "login/code/confirm/"],
)
def test_other_routes_of_allauth_are_not_served(web, path):
    assert web.get(f"/accounts/{path}").status_code == 404
    data = {"email": "ceo@acme.example", "action_add": "", "action_primary": ""}
    assert web.post(f"/accounts/{path}", data).status_code == 404


def test_nobody_signs_up(stranger):
    assert "By invitation only" in stranger.get("/accounts/signup/").text
    data = {"email": "new@acme.example", "password1": PASSWORD}
    assert stranger.post("/accounts/signup/", data).status_code == 405


def test_an_account_is_locked_for_strangers_after_five_failures_from_anywhere(owner):
    for number in range(5):
        assert (
            LOCKED
            not in sign_in(browser(f"{ACME_HOST}:{8000 + number}"), "wrong", f"198.51.100.{number}").text
        )
    assert LOCKED in sign_in(browser(f"{ACME_HOST}:9000"), PASSWORD, "198.51.100.99").text


def test_the_owner_gets_in_from_a_known_browser_while_strangers_lock_the_account(owner):
    known = browser()
    assert sign_in(known, PASSWORD).status_code == 302
    known.post("/accounts/logout/")
    for number in range(6):
        sign_in(browser(), "wrong", f"203.0.113.{number}")

    assert LOCKED in sign_in(browser(), PASSWORD, "203.0.113.50").text
    assert sign_in(known, PASSWORD).status_code == 302


def test_a_known_browser_has_a_limit_of_its_own(owner):
    known = browser()
    sign_in(known, PASSWORD)
    known.post("/accounts/logout/")
    for number in range(5):
        sign_in(known, "wrong", f"203.0.113.{number}")
    assert LOCKED in sign_in(known, PASSWORD, "203.0.113.50").text


@pytest.mark.parametrize("known_to_allauth", ["", "old@acme.example"])
def test_a_reset_lets_the_owner_in_at_once(owner, known_to_allauth):
    """Also one whose address was changed since allauth's own table noted it, at an earlier reset."""
    if known_to_allauth:
        EmailAddress.objects.create(user=owner, email=known_to_allauth, primary=True, verified=True)
    for number in range(6):
        sign_in(browser(), "wrong", f"203.0.113.{number}")
    client = browser()
    client.post("/accounts/password/reset/", {"email": owner.email})
    link = re.search(r"http://\S+/accounts(/\S+)", mail.outbox[-1].body)
    assert link is not None
    form = client.get(f"/accounts{link.group(1)}").headers["Location"]
    client.post(form, {"password1": "another long phrase", "password2": "another long phrase"})

    assert sign_in(browser(), "another long phrase", "203.0.113.60").status_code == 302


def test_one_address_may_try_ten_times_a_minute_whatever_the_accounts(acme):
    for number in range(10):
        assert LOCKED not in sign_in(browser(), "wrong", email=f"p{number}@acme.example").text
    assert LOCKED in sign_in(browser(), "wrong", email="p10@acme.example").text
    assert LOCKED not in sign_in(browser(), "wrong", "198.51.100.2", email="p11@acme.example").text


def test_a_made_up_forwarded_header_does_not_escape_the_limit(acme):
    for number in range(10):
        client = Client(headers={"host": ACME_HOST, "x-forwarded-for": f"192.0.2.{number}"})
        sign_in(client, "wrong", email=f"p{number}@acme.example")
    assert LOCKED in sign_in(browser(), "wrong", email="p10@acme.example").text


@pytest.mark.parametrize("host", [f"{ACME_HOST}:1234", f"www.{ACME_HOST}", f"www.{ACME_HOST}:99"])
def test_a_reset_mail_names_the_organizations_own_host(owner, host):
    browser(host).post("/accounts/password/reset/", {"email": owner.email})
    sent = mail.outbox[-1]
    assert sent.subject.startswith("[Acme] ")
    assert f"http://{ACME_HOST}/accounts/password/reset/key/" in sent.body
    assert "www." not in sent.body
    assert not re.search(r":\d", sent.body)


def test_an_invitation_names_the_organizations_own_host(admin, django_capture_on_commit_callbacks):
    client = browser(f"www.{ACME_HOST}:1234")
    client.force_login(admin)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/team/", {"email": "new@acme.example", "role": "rep"})
    assert f"\nhttp://{ACME_HOST}/join/" in mail.outbox[-1].body


def test_a_reset_for_a_stranger_sends_nothing_and_looks_the_same(acme):
    answer = browser().post("/accounts/password/reset/", {"email": "nobody@acme.example"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/password/reset/done/")
    assert mail.outbox == []


@pytest.mark.parametrize(
    "password",
    [
        "eleven.char",
        "password1234",
        "1234567890123",
        "owner@acme.example",
        "passwordpassword",
        "!welcome12345!",
        "aaaabbbbaaaabbbb",
        "abcdefghijklm",
        "2026-11-29 18:30",
    ],
)
def test_a_short_or_common_password_is_refused(acme, password):
    with pytest.raises(Invalid) as refused:
        create_user(email="owner@acme.example", role="rep", password=password)
    assert list(refused.value.fields) == ["password"]


@pytest.mark.parametrize(
    "password", ["correct horse battery", "demo-35e50b61", "welcome to the pleasuredome"]
)
def test_a_password_of_unlike_words_is_taken(acme, password):
    assert create_user(email="owner@acme.example", role="rep", password=password).check_password(password)


def test_a_changed_password_leads_to_the_settings(owner):
    client = browser()
    sign_in(client, PASSWORD)
    new = "seven wild geese"
    answer = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings/")


def test_a_person_without_a_password_proves_by_mail_who_they_are(admin, mailoutbox):
    admin.set_unusable_password()
    admin.save()
    client = browser()
    client.force_login(admin)

    answer = client.get("/accounts/password/change/", follow=True)
    assert answer.redirect_chain[-1] == ("/accounts/password/reset/", 302)
    client.post("/accounts/password/reset/", {"email": admin.email})
    assert [mail.to for mail in mailoutbox] == [[admin.email]]
    assert "/accounts/password/reset/key/" in mailoutbox[0].body


def long_ago(client: Client) -> None:
    session = client.session
    session[SIGNED_IN_AT] = 0
    session.save()


@pytest.fixture
def old_session(admin) -> Client:
    """A browser whose admin signed in long ago."""
    admin.set_password(PASSWORD)
    admin.save()
    client = browser()
    client.force_login(admin)
    long_ago(client)
    return client


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/settings/keys/", {"name": "Sync", "scopes": ["crm:read"], "valid_days": "30"}),
        ("/settings/team/", {"email": "new@acme.example", "role": "admin"}),
        ("/settings/team/{user}/place/", {"role": "admin"}),
        ("/settings/team/{user}/active/", {}),
        ("/settings/team/access/", {"seen_by_reps": "all"}),
        ("/settings/team/invitations/{user}/resend/", {}),
        ("/settings/team/invitations/{user}/cancel/", {}),
        ("/settings/email/", {"email": "mine@evil.example"}),
    ],
)
def test_an_old_session_gives_the_password_before_it_changes_who_gets_in(old_session, rep, path, data):
    path = path.format(user=rep.pk)
    answer = old_session.post(path, data)

    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (
        302,
        "/accounts/reauthenticate/",
    )
    rep.refresh_from_db()
    assert (rep.role, rep.is_active) == ("rep", True)
    assert not ApiKey.objects.exists()
    assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_the_change_goes_on_once_the_password_is_given(old_session, rep):
    asked = old_session.post(f"/settings/team/{rep.pk}/place/", {"role": "ops"}).headers["Location"]
    wrong = old_session.post(asked, {"password": "wrong"})
    assert "Incorrect password" in wrong.text
    old_session.post(asked, {"password": PASSWORD})
    rep.refresh_from_db()
    assert rep.role == "ops"


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/settings/keys/", {"name": ""}),
        ("/settings/team/", {"email": "nobody", "role": "admin"}),
        ("/settings/email/", {"email": "nobody"}),
    ],
)
def test_a_form_that_is_shown_once_the_password_is_given_can_be_sent(old_session, path, data):
    asked = old_session.post(path, data).headers["Location"]
    shown = old_session.post(asked, {"password": PASSWORD}).text
    # Without an address of its own the form would go to the page that asks for the password.
    assert '<form method="post">' not in shown
    assert f'<form method="post" action="{path}">' in shown


def test_pages_are_read_without_giving_the_password_again(old_session):
    assert old_session.get("/settings/team/").status_code == 200
    assert old_session.get("/settings/keys/").status_code == 200
