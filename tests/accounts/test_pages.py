import re

import pytest
from django.core import mail
from django.test import Client

from mauntic.accounts.models import ApiKey, Invitation, User
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization
from tests.conftest import ACME_HOST, GLOBEX_HOST

NEW_KEY = {"name": "Nightly sync", "scopes": ["crm:read"], "valid_days": "90"}


@pytest.fixture
def boss(admin: User) -> Client:
    """A browser of the admin."""
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def invite(boss: Client, callbacks, email: str = "new@acme.example") -> str:
    """Invites by the page; the link of the mail."""
    with callbacks(execute=True):
        answer = boss.post("/settings/team/", {"email": email, "role": "rep"})
    assert answer.status_code == 302
    link = re.search(r"http://acme\.localhost(/join/\S+/)", mail.outbox[-1].body)
    assert link is not None
    return link.group(1)


def test_an_invited_person_joins_by_the_mailed_link(
    boss: Client, stranger: Client, django_capture_on_commit_callbacks
) -> None:
    link = invite(boss, django_capture_on_commit_callbacks)
    answer = stranger.post(link, {"name": "Nora New", "password": "a longer phrase"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert stranger.get("/settings/").status_code == 200
    assert User.objects.get(email="new@acme.example").name == "Nora New"


def test_a_weak_password_is_refused_at_its_field(
    boss: Client, stranger: Client, django_capture_on_commit_callbacks
) -> None:
    link = invite(boss, django_capture_on_commit_callbacks)
    form = stranger.post(link, {"name": "Nora New", "password": "12345"}).context["form"]
    assert list(form.errors) == ["password"]


def test_a_link_works_once(boss: Client, stranger: Client, django_capture_on_commit_callbacks) -> None:
    link = invite(boss, django_capture_on_commit_callbacks)
    stranger.post(link, {"name": "Nora New", "password": "a longer phrase"})
    answer = stranger.get(link)
    assert answer.status_code == 404
    assert "no longer valid" in answer.content.decode()


def test_inviting_somebody_who_is_here_is_refused(boss: Client, rep: User) -> None:
    form = boss.post("/settings/team/", {"email": rep.email, "role": "rep"}).context["form"]
    assert form.non_field_errors() == [f"{rep.email} already belongs to a user of this organization."]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("path", ["/settings/team/", "/settings/organization/"])
def test_only_admins_manage_team_and_organization(web: Client, path: str) -> None:
    assert web.get(path).status_code == 403


def test_an_admin_changes_a_role(boss: Client, rep: User) -> None:
    boss.post(f"/settings/team/{rep.pk}/place/", {"role": "ops"})
    rep.refresh_from_db()
    assert rep.role == "ops"


def test_the_last_admin_cannot_be_locked_out(boss: Client, admin: User) -> None:
    page = boss.post(f"/settings/team/{admin.pk}/active/", follow=True).content.decode()
    admin.refresh_from_db()
    assert admin.is_active
    assert "An organization needs an admin" in page


def test_a_person_who_was_locked_out_can_be_let_in_again(boss: Client, rep: User) -> None:
    boss.post(f"/settings/team/{rep.pk}/active/")
    rep.refresh_from_db()
    assert not rep.is_active
    boss.post(f"/settings/team/{rep.pk}/active/", {"active": "1"})
    rep.refresh_from_db()
    assert rep.is_active


def test_a_new_key_is_shown_once_after_a_redirect(web: Client) -> None:
    answer = web.post("/settings/keys/", NEW_KEY)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings/keys/")
    secret = web.get("/settings/keys/").context["secret"]
    assert secret.startswith("mnt_")
    page = web.get("/settings/keys/").content.decode()
    assert (secret in page, "New API key" in page) == (False, True)


def test_a_kept_key_is_not_readable_in_the_session(web: Client) -> None:
    web.post("/settings/keys/", NEW_KEY)
    kept = str(dict(web.session))
    assert web.get("/settings/keys/").context["secret"] not in kept


def test_a_failed_form_does_not_use_up_the_key_that_is_to_be_shown(web: Client) -> None:
    web.post("/settings/keys/", NEW_KEY)
    assert web.post("/settings/keys/", {"name": ""}).status_code == 422
    assert web.get("/settings/keys/").context["secret"].startswith("mnt_")


def test_a_key_is_revoked_after_a_page_that_asks(web: Client, rep: User) -> None:
    key, _ = ApiKey.objects.create(user=rep, name="Warehouse")
    page = web.get(f"/settings/keys/{key.token_key}/revoke/").content.decode()
    assert "Programs that use this key stop working at once." in page
    assert ApiKey.objects.exists()


def test_an_invitation_is_canceled_and_its_link_with_it(
    boss: Client, stranger: Client, django_capture_on_commit_callbacks
) -> None:
    link = invite(boss, django_capture_on_commit_callbacks)
    invitation = Invitation.objects.get()
    answer = boss.post(f"/settings/team/invitations/{invitation.pk}/cancel/", follow=True)
    assert "Invitation of new@acme.example canceled." in answer.text
    assert stranger.get(link).status_code == 404


def test_a_resent_invitation_has_a_new_link_that_the_page_shows_once(
    boss: Client, stranger: Client, django_capture_on_commit_callbacks
) -> None:
    old = invite(boss, django_capture_on_commit_callbacks)
    boss.get("/settings/team/")
    with django_capture_on_commit_callbacks(execute=True):
        boss.post(f"/settings/team/invitations/{Invitation.objects.get().pk}/resend/")
    shown = boss.get("/settings/team/").context["link"]
    assert shown in mail.outbox[-1].body
    assert boss.get("/settings/team/").context["link"] == ""
    assert stranger.get(old).status_code == 404
    assert stranger.get(shown.removeprefix("http://acme.localhost")).status_code == 200


@pytest.mark.parametrize("act", ["resend", "cancel"])
def test_an_accepted_invitation_is_neither_resent_nor_canceled(
    boss: Client, stranger: Client, django_capture_on_commit_callbacks, act: str
) -> None:
    link = invite(boss, django_capture_on_commit_callbacks)
    stranger.post(link, {"name": "Nora New", "password": "a longer phrase"})
    answer = boss.post(f"/settings/team/invitations/{Invitation.objects.get().pk}/{act}/", follow=True)
    assert "This invitation was accepted or canceled." in answer.text
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("act", ["resend", "cancel"])
def test_a_rep_cannot_touch_invitations(
    boss: Client, web: Client, django_capture_on_commit_callbacks, act: str
) -> None:
    invite(boss, django_capture_on_commit_callbacks)
    before = Invitation.objects.get()
    assert web.post(f"/settings/team/invitations/{before.pk}/{act}/").status_code == 403
    assert Invitation.objects.get().token_digest == before.token_digest


def test_a_key_is_revoked_by_its_owner_only(web: Client, rep: User, admin: User) -> None:
    own, _ = ApiKey.objects.create(user=rep, name="mine")
    other, _ = ApiKey.objects.create(user=admin, name="theirs")
    assert web.post(f"/settings/keys/{other.token_key}/revoke/").status_code == 404
    web.post(f"/settings/keys/{own.token_key}/revoke/")
    assert list(ApiKey.objects.values_list("name", flat=True)) == ["theirs"]


def test_a_person_sets_their_time_zone(web: Client, rep: User) -> None:
    web.post("/settings/", {"name": "Jo Reyes", "time_zone": "Asia/Tokyo"})
    rep.refresh_from_db()
    assert rep.time_zone == "Asia/Tokyo"


def test_an_unknown_time_zone_is_refused_at_its_field(web: Client) -> None:
    form = web.post("/settings/", {"name": "Jo", "time_zone": "Moon/Base"}).context["form"]
    assert list(form.errors) == ["time_zone"]


def test_an_admin_changes_the_organization(boss: Client, acme: Organization) -> None:
    fields = {"name": "Acme Ltd", "time_zone": "Europe/Berlin", "currency": "eur"}
    boss.post("/settings/organization/", fields)
    acme.refresh_from_db()
    assert (acme.name, acme.time_zone, acme.currency, acme.enriches_new_contacts) == (
        "Acme Ltd",
        "Europe/Berlin",
        "EUR",
        False,
    )


def test_a_cookie_of_one_organization_does_not_open_another(web: Client, globex: Organization) -> None:
    with entered(globex):
        answer = Client(headers={"host": GLOBEX_HOST})
        answer.cookies = web.cookies
        assert answer.get("/settings/").status_code == 302
