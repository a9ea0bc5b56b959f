"""Leads leave as a file that Excel opens and that an import reads back unchanged."""

import csv
import io
from decimal import Decimal

import pytest
from asgiref.sync import async_to_sync
from django.test import RequestFactory

from mauntic.accounts.models import User
from mauntic.crm.imports.services import upload
from mauntic.crm.imports.views import import_failed
from mauntic.crm.models import Company, Contact, Import
from mauntic.web.leads.views.export import export
from tests.crm.files import csv_file, preview, remarks, write
from tests.factories.crm import ContactFactory
from tests.factories.fields import define
from tests.support.queries import queries_of

BOM = b"\xef\xbb\xbf"


def exported(user: User, query: str = "") -> bytes:
    """The exported file."""
    request = RequestFactory().get(f"/leads/export.csv?{query}")
    request.user = user

    async def asked() -> User:
        return user

    async def read() -> bytes:
        request.auser = asked
        answer = await export(request)
        return b"".join([chunk async for chunk in answer.streaming_content])

    return async_to_sync(read)()


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def brought_back(content: bytes) -> tuple[Import, list[tuple[str, str]]]:
    job = upload.upload_import(file=io.BytesIO(content), file_name="leads.csv")
    verdicts = remarks(job)
    return write(job), verdicts


def state() -> list[dict[str, object]]:
    """Everything that is stored of leads and companies, but for the moments of changes."""
    found = [*Contact.objects.order_by("pk").values(), *Company.objects.order_by("pk").values()]
    return [{name: value for name, value in row.items() if name != "updated_at"} for row in found]


@pytest.fixture
def eve(rep: User) -> Contact:
    """A lead with a value in every field, each of which a reader of lists would like to mend."""
    define("Title", "note")
    define("size", kind="number")
    define("tags", kind="multi_choice", choices="a ü")
    define("big", kind="boolean")
    eve = ContactFactory(
        first_name="EVE",
        last_name="MCDONALD",
        email="eve@acme.example",
        phone="030 1234567",
        direct_phone="+493012345678;ext=9",
        title="@work lead",
        seniority="director",
        country="DE",
        region="Köln",
        linkedin_url="https://www.linkedin.com/in/eve",
        owner=rep,
        lifecycle_stage="customer",
        source="Fair, spring",
        referrer="=cmd|' /C calc'!A0",
        consent="given",
        custom_fields={"Title": "'=x", "size": 38, "tags": ["a", "ü"], "note": "one\ntwo", "big": True},
        lead_score=Decimal("81.50"),
        lead_grade="B",
        company__name="Acme, Inc.",
        company__domain="acme.example",
    )
    Company.objects.update(
        industry="Software",
        employees=1200,
        revenue=Decimal("1250.50"),
        revenue_currency="EUR",
        country="AT",
        tech_stack=["Django", "PostgreSQL"],
    )
    return eve


def test_an_export_holds_what_the_list_means(rep: User, monkeypatch) -> None:
    monkeypatch.setattr("mauntic.web.leads.views.export.CHUNK", 1)
    for name, grade in (("Ann", "A"), ("Bob", "C"), ("Cy", "F")):
        ContactFactory(first_name=name, lead_grade=grade, phone="+49301")
    found = rows(exported(rep, "grade=A&grade=C&sort=name"))
    assert [(row["first_name"], row["phone"]) for row in found] == [("Ann", "+49301"), ("Bob", "+49301")]


def test_an_export_tells_its_encoding_and_everything_of_a_lead(rep: User, eve: Contact) -> None:
    content = exported(rep)
    assert content.startswith(BOM)
    (row,) = rows(content)
    assert {name: row[name] for name in row if name not in {"created_at", "id"}} == {
        "first_name": "EVE",
        "last_name": "MCDONALD",
        "email": "eve@acme.example",
        "phone": "030 1234567",
        "direct_phone": "'+493012345678;ext=9",
        "title": "'@work lead",
        "seniority": "director",
        "country": "DE",
        "region": "Köln",
        "linkedin_url": "https://www.linkedin.com/in/eve",
        "company": "Acme, Inc.",
        "website": "acme.example",
        "industry": "Software",
        "employees": "1200",
        "revenue": "1250.50",
        "revenue_currency": "EUR",
        "company_country": "AT",
        "tech_stack": "Django; PostgreSQL",
        "lifecycle_stage": "customer",
        "source": "Fair, spring",
        "referrer": "'=cmd|' /C calc'!A0",
        "consent": "given",
        "owner": str(rep),
        "lead_score": "81.50",
        "lead_grade": "B",
        "intent_score": "0.00",
        "data_quality_score": "",
        "enrichment_status": "",
        "last_enriched_at": "",
        "custom:Title": "''=x",
        "custom:big": "yes",
        "custom:note": "one\ntwo",
        "custom:size": "38",
        "custom:tags": "a; ü",
    }


def test_what_is_exported_is_imported_back_unchanged(rep: User, eve: Contact) -> None:
    ContactFactory(first_name="", last_name="", email="nameless@x.example", company=None)
    ContactFactory(first_name="Mail", last_name="Less", email="", company=None)
    before = state()
    job, verdicts = brought_back(exported(rep))
    assert {verdict for verdict, _ in verdicts} == {"skip"}
    assert "No changes to EVE MCDONALD." in {reason for _, reason in verdicts}
    assert state() == before
    assert (job.created_count, job.updated_count, job.note) == (
        0,
        0,
        (
            "Columns that Mauntic computes were skipped: owner, created_at, lead_score, lead_grade, "
            "intent_score, data_quality_score, enrichment_status, last_enriched_at."
        ),
    )


def test_a_cell_that_was_changed_in_the_file_changes_its_lead_alone(rep: User, eve: Contact) -> None:
    content = exported(rep).replace(b"eve@acme.example", b"eve@new.example").replace(b",38,", b",39,")
    _, verdicts = brought_back(content)
    assert verdicts == [("update", "Updates email, custom fields of EVE MCDONALD.")]
    eve.refresh_from_db()
    assert (eve.email, eve.first_name, eve.phone, Contact.objects.count()) == (
        "eve@new.example",
        "EVE",
        "030 1234567",
        1,
    )
    assert (eve.custom_fields["size"], eve.custom_fields["tags"]) == (39, ["a", "ü"])


def test_an_address_that_another_lead_has_is_refused_at_its_row(rep: User, eve: Contact) -> None:
    ContactFactory(first_name="Al", last_name="Bo", email="al@acme.example", company=None)
    content = exported(rep, f"ids={eve.pk}").replace(b"eve@acme.example", b"AL@acme.example")
    assert brought_back(content)[1] == [("error", 'al@acme.example already belongs to "Al Bo".')]


def test_a_lead_that_is_gone_comes_back_as_a_new_one(rep: User, eve: Contact) -> None:
    content = exported(rep)
    eve.delete()
    _, verdicts = brought_back(content)
    assert verdicts == [("create", "ID not imported: no lead has this ID.")]
    new = Contact.objects.select_related("company").get()
    assert (new.email, new.title, new.company.name) == ("eve@acme.example", "@work lead", "Acme, Inc.")
    assert new.referrer == "=cmd|' /C calc'!A0"
    assert new.custom_fields["Title"] == "'=x"


def test_one_lead_is_written_by_one_row_of_the_file(rep: User, eve: Contact) -> None:
    (row,) = rows(exported(rep))
    changed = row | {"region": "Bonn"}
    lines = [list(each.values()) for each in (changed, changed, changed | {"id": ""})]
    job = upload.upload_import(file=csv_file(list(row), *lines), file_name="leads.csv")
    assert preview(job) == [
        ("update", "Updates region of EVE MCDONALD."),
        ("skip", "Duplicate of row 1: same ID."),
        ("skip", "Duplicate of row 1: same email address."),
    ]


def test_a_lead_that_is_deleted_after_the_check_is_not_made_anew(rep: User, eve: Contact) -> None:
    content = exported(rep).replace("Köln".encode(), b"Bonn")
    job = upload.upload_import(file=io.BytesIO(content), file_name="leads.csv")
    assert [verdict for verdict, _ in preview(job)] == ["update"]
    eve.delete()
    write(job)
    assert (Contact.objects.count(), job.skipped_count, job.updated_count) == (0, 1, 0)
    assert job.rows.get().reason == "This lead was deleted before the row was written."


def test_failed_rows_are_exported_and_imported_as_they_were(rep: User) -> None:
    job = upload.upload_import(
        file=csv_file(["name", "email", "note"], ["Ada", "wrong", "=1+1"]), file_name="leads.csv"
    )
    preview(job)
    write(job)
    request = RequestFactory().get("/")
    request.user = rep
    content = b"".join(import_failed(request, job.pk).streaming_content)
    assert content.startswith(BOM)
    again = upload.upload_import(file=io.BytesIO(content), file_name="again.csv")
    targets = {"name": "full_name", "email": "email", "note": "custom:note", "Import problem": ""}
    assert again.mapping == targets
    assert again.rows.get().values["note"] == "=1+1"


def test_many_leads_and_fields_cost_as_many_queries_as_one(rep: User, eve: Contact) -> None:
    for_one = queries_of(lambda: exported(rep))
    for number in range(5):
        ContactFactory(custom_fields={f"field {number}": number})
    assert queries_of(lambda: exported(rep)) == for_one


def test_two_files_in_one_bring_no_lead_named_as_the_columns(rep, eve):
    before = state()

    _, verdicts = brought_back(exported(rep) * 2)

    assert [reason for _, reason in verdicts][1:] == [
        "The row repeats the column names.",
        "Duplicate of row 1: same ID.",
    ]
    assert state() == before
