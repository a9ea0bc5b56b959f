"""Another sheet of a workbook is imported instead, whatever is imported."""

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from mauntic.crm.imports.services import upload as contacts
from mauntic.crm.imports.services.flow import CONTACTS
from mauntic.crm.models import Contact
from mauntic.imports.models import Status
from mauntic.imports.services.discard import discard
from mauntic.imports.services.flow import Flow
from mauntic.imports.services.sheets import KEPT_FOR, forget_workbooks
from mauntic.imports.services.steps import start
from mauntic.kernel.errors import Conflict, Invalid
from revops.deal_imports.services import run as deals
from revops.deal_imports.services.flow import DEALS
from revops.deal_imports.services.read import stored_rows

SHEETS = {
    "Leads 2024": [["name", "email", "stage"], ["Ada", "ada@engines.example", "demo"]],
    "Leads 2025": [["name", "stage", "email"], ["Kay", "won", "kay@nasa.example"], ["Al", "demo", ""]],
    "Empty": [],
    "Lists": [["secret"], ["x"]],
}
OFFERED = ["Leads 2024", "Leads 2025", "Empty"]


def workbook(**sheets: list[list[str]]) -> io.BytesIO:
    """A workbook with the sheets above or others, of which "Lists" is hidden."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in (sheets or SHEETS).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if "Lists" in book.sheetnames:
        book["Lists"].sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


@dataclass(frozen=True)
class Kind:
    flow: Flow
    upload: Any
    choose: Any

    def names(self, job: Any) -> list[str]:
        if self.flow is DEALS:
            return [row["name"] for row in stored_rows(job)]
        return [row.values["name"] for row in job.rows.order_by("number")]


@pytest.fixture(
    params=[
        pytest.param(Kind(CONTACTS, contacts.upload_import, contacts.choose_sheet), id="contacts"),
        pytest.param(Kind(DEALS, deals.upload_deals, deals.choose_sheet), id="deals"),
    ]
)
def kind(request):
    return request.param


@pytest.fixture
def large(monkeypatch):
    """Any file is one for a worker."""
    monkeypatch.setattr("mauntic.kernel.files.reading.SMALL_BYTES", 10)


def files(media):
    return [path for path in media.rglob("*") if path.is_file()]


def workbooks(media):
    return [path for path in files(media) if path.suffix == ".xlsx" or path.read_bytes()[:2] == b"PK"]


def test_a_workbook_of_several_sheets_offers_the_visible_ones(kind, acme, media):
    job = kind.upload(file=workbook(), file_name="leads.xlsx")
    job.refresh_from_db()
    assert (job.sheets, job.sheet, kind.names(job)) == (OFFERED, "Leads 2024", ["Ada"])
    assert job.has_choice_of_sheets
    single = kind.upload(file=workbook(Only=SHEETS["Leads 2024"]), file_name="leads.xlsx")
    assert (single.sheets, single.sheet, single.has_choice_of_sheets) == (["Only"], "Only", False)
    assert len(workbooks(media)) == 1


def test_another_sheet_replaces_rows_columns_and_mapping(
    kind, acme, media, django_capture_on_commit_callbacks
):
    job = kind.upload(file=workbook(), file_name="leads.xlsx")
    with django_capture_on_commit_callbacks(execute=True):
        changed = kind.choose(job=job, sheet="Leads 2025")
    changed.refresh_from_db()
    assert (changed.status, changed.sheet, changed.total) == (Status.MAPPING, "Leads 2025", 2)
    assert (changed.columns, kind.names(changed)) == (["name", "stage", "email"], ["Kay", "Al"])
    again = kind.choose(job=changed, sheet="Leads 2024")
    assert kind.names(again) == ["Ada"]
    assert len(workbooks(media)) == 1


def test_the_sheet_that_is_read_already_keeps_its_mapping(kind, acme, media):
    job = kind.upload(file=workbook(), file_name="leads.xlsx")
    kind.flow.model.objects.update(mapping={"name": "name"}, status=Status.PREVIEW)
    same = kind.choose(job=job, sheet="Leads 2024")
    assert (same.mapping, same.status) == ({"name": "name"}, Status.PREVIEW)


@pytest.mark.parametrize("sheet", ["Lists", "Leads 2026", "", "Empty"])
def test_a_sheet_that_is_hidden_unknown_or_empty_changes_nothing(kind, sheet, acme, media):
    job = kind.upload(file=workbook(), file_name="leads.xlsx")
    with pytest.raises(Invalid) as refused:
        kind.choose(job=job, sheet=sheet)
    problem = " ".join(refused.value.fields["sheet"])
    assert (
        'Sheet "Empty" was not read. The sheet is empty.'
        if sheet == "Empty"
        else "Leads 2024, Leads 2025, Empty"
    ) in problem
    job.refresh_from_db()
    assert (job.sheet, kind.names(job), len(workbooks(media))) == ("Leads 2024", ["Ada"], 1)


def test_a_worker_reads_another_sheet_of_a_large_workbook(kind, acme, media, run_jobs, large):
    with run_jobs():
        job = kind.upload(file=workbook(), file_name="leads.xlsx")
        assert job.status == Status.READING
    job.refresh_from_db()
    assert (job.status, job.sheets, kind.names(job)) == (Status.MAPPING, OFFERED, ["Ada"])
    with run_jobs():
        assert kind.choose(job=job, sheet="Leads 2025").status == Status.READING
    job.refresh_from_db()
    assert (job.status, job.sheet, kind.names(job)) == (Status.MAPPING, "Leads 2025", ["Kay", "Al"])
    assert (job.has_choice_of_sheets, len(workbooks(media))) == (True, 1)
    with run_jobs():
        kind.choose(job=job, sheet="Empty")
    job.refresh_from_db()
    assert (job.status, "is empty" in job.error, files(media)) == (Status.FAILED, True, [])


@pytest.mark.parametrize("is_large", [False, True])
def test_the_workbook_is_deleted_when_the_import_starts_or_is_discarded(
    kind, is_large, acme, media, run_jobs, monkeypatch, django_capture_on_commit_callbacks
):
    if is_large:
        monkeypatch.setattr("mauntic.kernel.files.reading.SMALL_BYTES", 10)
    with run_jobs():
        started = kind.upload(file=workbook(), file_name="leads.xlsx")
        discarded = kind.upload(file=workbook(), file_name="leads.xlsx")
    assert len(workbooks(media)) == 2
    kind.flow.model.objects.update(status=Status.PREVIEW)
    with django_capture_on_commit_callbacks(execute=True):
        start(flow=kind.flow, job=started, in_background=False)
        discard(job=discarded)
    assert (workbooks(media), started.has_choice_of_sheets) == ([], False)
    with pytest.raises(Conflict, match="can no longer be changed"):
        kind.choose(job=started, sheet="Leads 2025")


def test_workbooks_that_nobody_imports_are_deleted_after_a_week(
    kind, acme, media, django_capture_on_commit_callbacks
):
    job = kind.upload(file=workbook(), file_name="leads.xlsx")
    fresh = kind.upload(file=workbook(), file_name="leads.xlsx")
    kind.flow.model.objects.filter(pk=job.pk).update(
        created_at=job.created_at - KEPT_FOR - timedelta(minutes=1)
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_workbooks(kind.flow) == 1
    job.refresh_from_db()
    fresh.refresh_from_db()
    assert (job.has_choice_of_sheets, fresh.has_choice_of_sheets, len(workbooks(media))) == (False, True, 1)
    assert kind.names(job) == ["Ada"]


def test_the_sheet_is_named_with_the_upload(kind, acme, media):
    job = kind.upload(file=workbook(), file_name="leads.xlsx", sheet="Leads 2025")
    assert (job.sheet, kind.names(job)) == ("Leads 2025", ["Kay", "Al"])
    with pytest.raises(Invalid) as refused:
        kind.upload(file=workbook(), file_name="leads.xlsx", sheet="Lists")
    assert refused.value.fields["sheet"] == [
        'The workbook has no sheet "Lists". Choose one of: Leads 2024, Leads 2025, Empty.'
    ]
    with pytest.raises(Invalid, match="Only Excel files have sheets"):
        kind.upload(
            file=io.BytesIO(b"name,stage,email\nAda,demo,\n"), file_name="leads.csv", sheet="Leads 2025"
        )
    assert kind.flow.model.objects.count() == 1


@pytest.mark.parametrize("sheet", ["\0", "\ud800", "-x", "x" * 300_000])
def test_a_name_that_no_process_takes_is_an_unknown_sheet(kind, sheet, acme, media):
    with pytest.raises(Invalid) as refused:
        kind.upload(file=workbook(), file_name="leads.xlsx", sheet=sheet)
    assert "has no sheet" in refused.value.fields["sheet"][0]


@pytest.mark.parametrize("command", ["import_contacts", "import_deals"])
def test_the_command_takes_a_sheet_and_names_those_there_are(
    command, acme, media, tmp_path, django_capture_on_commit_callbacks
):
    Contact.objects.create(first_name="Ada", email="ada@engines.example")
    path = tmp_path / "leads.xlsx"
    path.write_bytes(workbook().getvalue())
    out = io.StringIO()
    with django_capture_on_commit_callbacks(execute=True):
        call_command(command, str(path), "--org=acme", "--sheet=Leads 2024", "--dry-run", stdout=out)
    assert "leads.xlsx has 1 row." in out.getvalue()
    with pytest.raises(
        CommandError, match=r'--sheet: The workbook has no sheet "Lists". Choose one of: Leads 2024'
    ):
        call_command(command, str(path), "--org=acme", "--sheet=Lists")
    assert files(media) == [path]


def test_of_people_who_choose_sheets_at_once_nobody_gets_half_a_sheet(kind, at_once, media):
    job = kind.upload(file=workbook(), file_name="leads.xlsx")
    loaded = [kind.flow.model.objects.get(pk=job.pk) for _ in range(6)]

    def act(number):
        kind.choose(job=loaded[number], sheet=OFFERED[number % 2])

    at_once(6, act)
    job.refresh_from_db()
    assert kind.names(job) == {"Leads 2024": ["Ada"], "Leads 2025": ["Kay", "Al"]}[job.sheet]
    assert job.columns == SHEETS[job.sheet][0]
    assert job.total == len(kind.names(job))
