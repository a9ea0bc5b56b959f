"""A person's email address changes only when its owner confirms it."""

import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from mauntic.accounts import services
from mauntic.accounts.models import User
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from tests.conftest import ACME_HOST

NEW = "jo.new@acme.example"
URL = "http://acme.localhost/settings/email/{token}/"


def asked(user: User, email: str = NEW) -> str:
    """Asks for the change; the token of the mail."""
    services.request_email_change(user=user, email=email, confirm_url=URL)
    link = re.search(r"/settings/email/(\S+)/", mail.outbox[-1].body)
    assert link is not None
    return link.group(1)


def test_the_new_address_confirms_and_the_old_one_is_told(web, rep, django_capture_on_commit_callbacks):
    former = rep.email
    web.post("/settings/email/", {"email": NEW})
    assert mail.outbox[0].to == [NEW]
    link = re.search(r"http://acme\.localhost(/settings/email/\S+/)", mail.outbox[0].body)
    assert link is not None
    assert NEW in web.get(link.group(1)).text
    rep.refresh_from_db()
    assert rep.email == former  # a mail scanner that opens the link changes nothing

    with django_capture_on_commit_callbacks(execute=True):
        web.post(link.group(1))
    rep.refresh_from_db()
    assert rep.email == NEW
    assert mail.outbox[1].to == [former]
    assert NEW in mail.outbox[1].body
    assert web.post(link.group(1)).status_code == 404


def test_asking_alone_lets_nobody_sign_in_with_the_address(web, rep, stranger):
    web.post("/settings/email/", {"email": NEW})
    answer = stranger.post("/accounts/login/", {"login": NEW, "password": "a password"})
    assert answer.status_code == 422
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize(
    "email", ["admin@acme.example", "ADMIN@Acme.example", "rep@acme.example", "nonsense", ""]
)
def test_a_taken_or_malformed_address_is_refused_at_its_field(rep, admin, email):
    with pytest.raises(Invalid) as refused:
        services.request_email_change(user=rep, email=email, confirm_url=URL)
    assert list(refused.value.fields) == ["email"]
    assert mail.outbox == []


def test_the_page_says_so(web, admin):
    answer = web.post("/settings/email/", {"email": admin.email})
    assert answer.status_code == 422
    assert "belongs to another user" in answer.text


def test_a_token_serves_its_person_only(rep, admin):
    token = asked(rep)
    with pytest.raises(NotFound):
        services.confirm_email_change(user=admin, token=token)


def test_a_token_ends_after_a_day_and_with_another_change(rep):
    with time_machine.travel(0) as clock:
        late = asked(rep)
        clock.shift(24 * 3600 + 1)
        with pytest.raises(NotFound):
            services.confirm_email_change(user=rep, token=late)
    first, second = asked(rep, "one@acme.example"), asked(rep, "two@acme.example")
    services.confirm_email_change(user=rep, token=first)
    with pytest.raises(NotFound):
        services.confirm_email_change(user=rep, token=second)


def test_an_address_that_was_taken_meanwhile_is_refused(rep, make_user):
    token = asked(rep)
    make_user("rep", email=NEW)
    with pytest.raises(Conflict):
        services.confirm_email_change(user=rep, token=token)
    rep.refresh_from_db()
    assert rep.email == "rep@acme.example"


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "ö"])
def test_a_made_up_token_is_not_found(web, token):
    assert web.get(f"/settings/email/{token}/").status_code in {400, 404}


def test_an_admin_does_not_change_addresses_in_the_administration(admin, rep):
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    client.post(f"/admin/accounts/user/{rep.pk}/change/", {"email": "taken@evil.example", "name": "Jo"})
    rep.refresh_from_db()
    assert rep.email == "rep@acme.example"
