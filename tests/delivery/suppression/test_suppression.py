"""Addresses that must not get email: stored once, as a digest, for one sender or for all."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.delivery.models import Reason, Suppression
from mauntic.delivery.suppression.selectors import EVERYTHING, Scope, suppressed
from mauntic.delivery.suppression.services import allow_again, suppress
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.ids import new_id
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization


def test_an_address_is_suppressed_once_and_never_stored(acme: Organization) -> None:
    first = suppress(addresses=["Bo@client.example", "bo@client.example"], reason=Reason.MANUAL, source="Ada")
    again = suppress(addresses=["bo@client.example"], reason=Reason.BOUNCED, source="server")

    assert (first, again) == (1, 0)
    row = Suppression.objects.get()
    assert (row.reason, row.source, row.hint) == ("manual", "Ada", "b•••@client.example")
    assert "bo@" not in " ".join(map(str, Suppression.objects.values_list().get()))


def test_a_suppression_of_one_sender_counts_for_that_one_alone(acme: Organization) -> None:
    spring, summer = Scope("sequence", new_id()), Scope("sequence", new_id())
    suppress(addresses=["bo@client.example"], reason=Reason.UNSUBSCRIBED, source="link", scope=spring)
    wanted = [("bo@client.example", scope) for scope in (spring, summer, EVERYTHING)]

    assert suppressed(wanted) == {("bo@client.example", spring): "unsubscribed"}
    suppress(addresses=["bo@client.example"], reason=Reason.COMPLAINED, source="report")
    assert len(suppressed(wanted)) == 3


def test_another_organization_is_not_told(acme: Organization, globex: Organization) -> None:
    suppress(addresses=["bo@client.example"], reason=Reason.MANUAL, source="Ada")

    with entered(globex):
        assert suppressed([("bo@client.example", EVERYTHING)]) == {}


def test_what_is_no_address_is_refused_and_nothing_is_stored(acme: Organization) -> None:
    with pytest.raises(Invalid, match="is not an email address"):
        suppress(addresses=["bo@client.example", "client.example"], reason=Reason.MANUAL, source="Ada")

    assert not Suppression.objects.exists()


def test_a_lifted_suppression_stays_with_who_lifted_it(admin: User) -> None:
    suppress(addresses=["bo@client.example"], reason=Reason.MANUAL, source="Ada")
    row = allow_again(suppression_id=Suppression.objects.get().pk, by=admin)

    assert suppressed([("bo@client.example", EVERYTHING)]) == {}
    assert (row.lifted_by, row.lifted_at is None) == (admin, False)
    assert suppress(addresses=["bo@client.example"], reason=Reason.MANUAL, source="Ada") == 1


def test_who_complained_stays_suppressed(admin: User) -> None:
    suppress(addresses=["bo@client.example"], reason=Reason.COMPLAINED, source="report")

    with pytest.raises(Conflict, match="stays suppressed"):
        allow_again(suppression_id=Suppression.objects.get().pk, by=admin)


@pytest.mark.parametrize("reason", [Reason.COMPLAINED, Reason.ERASED])
def test_a_reason_for_good_replaces_one_that_could_be_lifted(admin: User, reason: Reason) -> None:
    suppress(addresses=["bo@client.example"], reason=Reason.UNSUBSCRIBED, source="link")

    assert suppress(addresses=["bo@client.example"], reason=reason, source="report") == 0
    suppress(addresses=["bo@client.example"], reason=Reason.BOUNCED, source="server")

    row = Suppression.objects.get()
    assert (row.reason, row.source) == (reason, "report")
    with pytest.raises(Conflict, match="stays suppressed"):
        allow_again(suppression_id=row.pk, by=admin)


def test_the_page_asks_before_it_allows_an_address_again(web: Client, admin: User) -> None:
    suppress(addresses=["bo@client.example"], reason=Reason.UNSUBSCRIBED, source="link")
    row = Suppression.objects.get()
    address = reverse("delivery:suppression-delete", args=[row.pk])
    assert web.get(address).status_code == 403

    web.force_login(admin)
    assert f'href="{address}"' in web.get(reverse("delivery:suppressions")).content.decode()
    asked = web.get(address).content.decode()
    assert "Allow it only if this person asked you to." in asked
    assert Suppression.objects.in_force().exists()
    assert "b•••@client.example may get email again." in web.post(address, follow=True).content.decode()
    assert not Suppression.objects.in_force().exists()
    assert web.get(address).status_code == 404


def test_the_page_offers_no_way_back_to_who_complained(web: Client, admin: User) -> None:
    suppress(addresses=["bo@client.example"], reason=Reason.COMPLAINED, source="report")
    address = reverse("delivery:suppression-delete", args=[Suppression.objects.get().pk])
    web.force_login(admin)

    page = web.get(reverse("delivery:suppressions")).content.decode()
    assert address not in page
    assert "For good" in page
    assert "stays suppressed" in web.get(address).content.decode()
    assert web.post(address).status_code in {409, 422}
    assert Suppression.objects.in_force().exists()


def test_the_page_finds_a_whole_address_and_ops_suppress_another(web: Client, admin: User) -> None:
    page = reverse("delivery:suppressions")
    assert web.post(page, {"address": "bo@client.example"}).status_code == 403

    web.force_login(admin)
    assert web.post(page, {"address": "nobody"}).status_code == 422
    done = web.post(page, {"address": "bo@client.example"}, follow=True)
    assert "bo@client.example gets no more email." in done.content.decode()
    assert "b•••@client.example" in web.get(page, {"address": "BO@client.example"}).content.decode()
    assert "No address found" in web.get(page, {"address": "cy@client.example"}).content.decode()


def run(path: Path, *options: str) -> dict[str, int]:
    out = StringIO()
    call_command("import_suppressions", str(path), "--org", "acme", "--json", *options, stdout=out)
    return dict(json.loads(out.getvalue()))


def test_a_file_is_imported_as_a_whole(acme: Organization, tmp_path: Path) -> None:
    path = tmp_path / "stop.csv"
    path.write_text("Email,Name\nbo@client.example,Bo\ncy@client.example,Cy\n")

    assert run(path) == {"addresses": 2, "new": 2}
    assert run(path) == {"addresses": 2, "new": 0}
    assert {row.source for row in Suppression.objects.all()} == {"stop.csv"}


@pytest.mark.parametrize(
    ("content", "options", "problem"),
    [
        ("Email\nbo@client.example\nnobody\n", (), 'No valid email address in row 3 ("nobody").'),
        ("Mail\nbo@client.example\n", (), 'There is no column "email". Use one of Mail.'),
        ("Email\nbo@client.example\n", ("--column", "Mail"), 'There is no column "Mail". Use one of Email.'),
        ("Email\nbo@client.example\n", ("--reason", "because"), "invalid choice: 'because'"),
        ("", (), "The file is empty."),
        ("Email\n", (), "The file has no rows below the names of its columns."),
        ("bo@client.example\n", (), "Put the names of the columns above it."),
        ('Email\n"bo@client.example\n', (), "has a misplaced quote"),
        (
            "Email,Name\nbo@client.example,Bo,x\n",
            (),
            "Row 2: The row has more cells than the file has columns.",
        ),
        ("\x00\x01\x02" * 500, (), "This file is not a table."),
    ],
)
def test_a_file_with_a_mistake_changes_nothing(
    acme: Organization, tmp_path: Path, content: str, options: tuple[str, ...], problem: str
) -> None:
    path = tmp_path / "stop.csv"
    path.write_text(content)

    with pytest.raises(CommandError, match=re.escape(problem)):
        run(path, *options)
    assert not Suppression.objects.exists()


def test_a_file_that_does_not_exist_is_named(acme: Organization, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"gone\.csv: No such file or directory\."):
        run(tmp_path / "gone.csv")
    with pytest.raises(CommandError, match=r"Is a directory\."):
        run(tmp_path)


@pytest.mark.parametrize("first", [Reason.BOUNCED, Reason.MANUAL, Reason.LEFT])
def test_a_wish_outweighs_what_others_knew_of_the_address(first: Reason, acme: Organization) -> None:
    suppress(addresses=["bo@client.example"], reason=first, source="server")

    counts = [
        suppress(addresses=["bo@client.example"], reason=reason, source=str(reason))
        for reason in (Reason.UNSUBSCRIBED, Reason.UNSUBSCRIBED, Reason.COMPLAINED, Reason.ASKED)
    ]

    assert counts == [1, 0, 0, 0]
    assert Suppression.objects.values_list("reason", "source").get() == ("complained", "complained")
