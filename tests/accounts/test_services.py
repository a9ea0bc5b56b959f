"""People, roles, invitations and API keys."""

import itertools
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection

from mauntic.accounts import services
from mauntic.accounts.models import ApiKey, Invitation, Role, User
from mauntic.accounts.services.invitations import VALID_FOR, find_invitation
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.tenants.context import entered

ACCEPT_URL = "https://acme.example/join/{token}/"


def token_of(mail) -> str:
    return re.search(r"/join/([^/]+)/", mail.body)[1]


def test_an_address_belongs_to_one_person_whatever_its_case(acme):
    services.create_user(email="Jo@Acme.example", role=Role.REP)

    with pytest.raises(Conflict, match="already belongs"):
        services.create_user(email="jo@acme.EXAMPLE", role=Role.REP)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("email", {"email": "jo"}), ("role", {"role": "boss"}), ("password", {"password": "12345"})],
)
def test_a_bad_field_of_a_new_person_is_named(acme, field, wrong):
    with pytest.raises(Invalid) as caught:
        services.create_user(**{"email": "jo@acme.example", "role": Role.REP, **wrong})

    assert list(caught.value.fields) == [field]
    assert not User.objects.exists()


def test_the_last_admin_can_neither_step_down_nor_be_locked_out(admin):
    with pytest.raises(Conflict, match="needs an admin"):
        services.change_role(user=admin, role=Role.REP)
    with pytest.raises(Conflict, match="needs an admin"):
        services.deactivate(user=admin)

    services.create_user(email="second@acme.example", role=Role.ADMIN)
    services.change_role(user=admin, role=Role.REP)
    assert not admin.is_staff


def test_locking_somebody_out_voids_the_api_keys(admin, rep):
    services.create_api_key(user=rep, name="dashboards")

    services.deactivate(user=rep)

    assert not ApiKey.objects.exists()


def test_the_text_of_an_api_key_is_nowhere_in_its_row(rep):
    key, secret = services.create_api_key(user=rep, name="dashboards")

    stored = ApiKey.objects.filter(pk=key.pk).values().get()
    assert secret.startswith("mnt_")
    assert secret not in " ".join(map(str, stored.values()))


def test_an_invitation_lets_the_invited_person_in_once(admin, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.invite(email="new@acme.example", role=Role.OPS, invited_by=admin, accept_url=ACCEPT_URL)
    token = token_of(mailoutbox[0])

    user = services.accept_invitation(token=token, name="Nia New", password="a good long password")

    assert (user.email, user.role) == ("new@acme.example", Role.OPS)
    assert user.check_password("a good long password")
    with pytest.raises(NotFound, match="no longer valid"):
        services.accept_invitation(token=token, name="Nia", password="a good long password")


def test_a_weak_password_leaves_the_invitation_open(admin, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.invite(email="new@acme.example", role=Role.REP, invited_by=admin, accept_url=ACCEPT_URL)
    token = token_of(mailoutbox[0])

    with pytest.raises(Invalid):
        services.accept_invitation(token=token, name="Nia", password="short")

    assert find_invitation(token).email == "new@acme.example"


def test_a_new_invitation_replaces_the_older_one(admin, mailoutbox, django_capture_on_commit_callbacks):
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            services.invite(email="new@acme.example", role=Role.REP, invited_by=admin, accept_url=ACCEPT_URL)

    with pytest.raises(NotFound):
        find_invitation(token_of(mailoutbox[0]))
    assert find_invitation(token_of(mailoutbox[1])).email == "new@acme.example"


def test_an_invitation_is_void_after_a_week(
    admin, mailoutbox, django_capture_on_commit_callbacks, time_machine
):
    with django_capture_on_commit_callbacks(execute=True):
        invitation, _link = services.invite(
            email="new@acme.example", role=Role.REP, invited_by=admin, accept_url=ACCEPT_URL
        )

    time_machine.move_to(invitation.created_at + VALID_FOR)

    with pytest.raises(NotFound):
        find_invitation(token_of(mailoutbox[0]))


def test_an_invitation_is_worth_nothing_in_another_organization(
    admin, globex, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        services.invite(email="new@acme.example", role=Role.REP, invited_by=admin, accept_url=ACCEPT_URL)

    with entered(globex), pytest.raises(NotFound):
        find_invitation(token_of(mailoutbox[0]))
    assert Invitation.objects.count() == 1


def test_two_admins_who_remove_each_other_at_once_leave_one(committed):
    admins = [services.create_user(email=f"{name}@acme.example", role=Role.ADMIN) for name in "ab"]
    moves = {"demote": lambda user: services.change_role(user=user, role=Role.OPS), "lock out": _lock_out}

    for first, second in itertools.product(moves, repeat=2):
        start = threading.Barrier(2)

        def remove(move: str, user: User, start: threading.Barrier = start) -> str:
            with entered(committed):
                start.wait(10)
                try:
                    moves[move](User.objects.get(pk=user.pk))
                except Conflict:
                    return "refused"
                finally:
                    connection.close()
            return "done"

        with ThreadPoolExecutor(2) as pool:
            answers = sorted(pool.map(remove, (first, second), admins))
        assert answers == ["done", "refused"], (first, second)
        assert User.objects.filter(role=Role.ADMIN, is_active=True).count() == 1
        User.objects.update(role=Role.ADMIN, is_active=True)


def _lock_out(user: User) -> None:
    services.deactivate(user=user)


def test_an_invitation_of_an_organization_with_a_line_break_in_its_name_is_sent(
    acme, admin, django_capture_on_commit_callbacks
):
    acme.name = "Acme\nBcc: evil@example.com"
    acme.save()
    with entered(acme), django_capture_on_commit_callbacks(execute=True):
        services.invite(email="new@acme.example", role=Role.REP, invited_by=admin, accept_url=ACCEPT_URL)
    assert mail.outbox[0].subject == "Join Acme Bcc: evil@example.com on Mauntic"
    assert mail.outbox[0].bcc == []
