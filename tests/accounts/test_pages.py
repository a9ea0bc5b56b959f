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


def test_a_new_key_is_shown_once(web: Client) -> None:
    secret = web.post("/settings/keys/", NEW_KEY).context["secret"]
    assert secret.startswith("mnt_")
    assert secret not in web.get("/settings/keys/").content.decode()


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
