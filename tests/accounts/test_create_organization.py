"""The command that makes an organization."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mauntic.accounts.models import Role, User
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization

pytestmark = pytest.mark.django_db


def test_it_makes_the_organization_with_an_admin_who_can_sign_in():
    out = StringIO()
    call_command(
        "create_organization",
        "Initech Corp",
        domain=["initech.localhost"],
        admin="boss@initech.example",
        json=True,
        stdout=out,
    )

    answer = json.loads(out.getvalue())
    assert answer["schema"] == "initech_corp"
    with entered("initech_corp"):
        boss = User.objects.get()
    assert boss.role == Role.ADMIN
    assert boss.check_password(answer["password"])


def test_the_report_lists_what_the_admin_needs_to_sign_in():
    out = StringIO()
    call_command(
        "create_organization",
        "Initech",
        "--domain=initech.localhost",
        "--domain=app.initech.localhost",
        "--admin=boss@initech.example",
        "--password=correct-horse-battery",
        stdout=out,
        no_color=True,
    )

    created, *lines = out.getvalue().splitlines()
    assert created.startswith('Organization "Initech" created in ')
    assert lines == [
        "  Schema: initech",
        "  Host names: initech.localhost, app.initech.localhost",
        "  Admin: boss@initech.example",
    ]


def test_a_bad_admin_address_leaves_no_organization_behind():
    with pytest.raises(CommandError, match="email"):
        call_command("create_organization", "Initech", domain=["initech.localhost"], admin="boss")

    assert not Organization.objects.filter(schema_name="initech").exists()


def test_a_taken_host_is_named():
    with pytest.raises(CommandError, match=r"acme\.localhost"):
        call_command("create_organization", "Initech", domain=["acme.localhost"])
