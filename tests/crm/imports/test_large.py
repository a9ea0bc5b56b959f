"""Large files are read by a worker, hostile ones by nobody."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from mauntic.crm.imports.services import read, upload
from mauntic.crm.imports.services import read as imports_read
from mauntic.crm.imports.services.flow import CONTACTS
from mauntic.crm.models import Contact, Import, ImportRow
from mauntic.imports.services.sweep import restart_stalled
from mauntic.kernel.errors import Invalid
from mauntic.kernel.files import Table, open_table
from tests.crm.files import csv_file
from tests.kernel.files import books

HEADERS = ["first_name", "email"]
ROWS = [["Ada", "ada@engines.example"], ["Grace", "grace@navy.example"], ["Kay", "kay@nasa.example"]]
BASE = "/api/v1/crm"
Status = Import.Status


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    settings.MULTITENANT_RELATIVE_MEDIA_ROOT = "%s"
    return tmp_path


@pytest.fixture
def all_are_large(monkeypatch):
    """Any file is one for a worker."""
    monkeypatch.setattr("mauntic.kernel.files.reading.SMALL_BYTES", 10)


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(read, "CHUNK", 1)


def sent(file, name="leads.csv"):
    return {"file": SimpleUploadedFile(name, file.getvalue())}


def stored(media):
    return [path for path in media.rglob("*") if path.is_file()]


def numbered(job):
    return list(job.rows.order_by("number").values_list("number", "values__first_name"))


EVERY_ROW = [(1, "Ada"), (2, "Grace"), (3, "Kay")]


def test_a_page_shows_that_a_large_file_is_being_read_and_then_its_columns(
    web, run_jobs, media, all_are_large, small_chunks
):
    with run_jobs():
        answer = web.post(reverse("crm:import-new"), sent(csv_file(HEADERS, *ROWS)))
        job = Import.objects.get()
        assert job.status == Status.READING
        assert answer.headers["Location"] == reverse("crm:import-mapping", args=[job.pk])
        page = web.get(answer.headers["Location"]).content.decode()
        assert ("Reading file" in page, "0 rows" in page) == (True, True)
        assert reverse("crm:import-progress", args=[job.pk]) in page
    job.refresh_from_db()
    assert (job.status, job.total, job.columns) == (Status.MAPPING, 3, HEADERS)
    assert "ada@engines.example" in web.get(answer.headers["Location"]).content.decode()
    assert (numbered(job), stored(media)) == (EVERY_ROW, [])


def test_a_large_file_that_cannot_be_read_fails_with_the_reason(web, run_jobs, media, all_are_large):
    with run_jobs():
        web.post(reverse("crm:import-new"), sent(books.far_cell(), "leads.xlsx"))
    job = Import.objects.get()
    assert (job.status, job.rows.count(), stored(media)) == (Status.FAILED, 0, [])
    page = web.get(reverse("crm:import-detail", args=[job.pk])).content.decode()
    assert "has 1,048,576 rows and 16,384 columns" in page
    assert "tried again" not in page
    assert web.get(reverse("crm:import-list")).status_code == 200


def test_rows_before_an_unreadable_one_are_not_kept(acme, run_jobs, all_are_large, small_chunks):
    file = io.BytesIO(b'first_name,email\nAda,ada@engines.example\nKay,"never\nclosed\n')
    with run_jobs():
        job = upload.upload_import(file=file, file_name="leads.csv")
    job.refresh_from_db()
    assert (job.status, job.rows.count()) == (Status.FAILED, 0)
    assert "Row 2 of the data has a misplaced quote." in job.error


def test_an_api_import_of_a_large_file_goes_from_reading_to_its_leads(web, run_jobs, all_are_large):
    with run_jobs():
        answer = web.post(
            f"{BASE}/imports",
            sent(csv_file(["first_name", "where"], *ROWS)) | {"mapping": '{"where": "email"}'},
        )
        assert (answer.status_code, answer.json()["status"]) == (202, "reading")
    assert web.get(f"{BASE}/imports/{answer.json()['id']}").json()["status"] == "completed"
    assert Contact.objects.filter(email="ada@engines.example").exists()


def test_an_api_mapping_that_does_not_fit_a_large_file_fails_the_import(web, run_jobs, all_are_large):
    with run_jobs():
        answer = web.post(
            f"{BASE}/imports", sent(csv_file(HEADERS, *ROWS)) | {"mapping": '{"where": "email"}'}
        )
    state = web.get(f"{BASE}/imports/{answer.json()['id']}").json()
    assert state["status"] == "failed"
    assert "where" in state["error"]
    assert Contact.objects.count() == 0


@pytest.mark.parametrize(
    "mapping",
    [
        "[" * 5000,
        "[" * 500 + "]" * 500,
        '{"email": "\\u0000"}',
        '{"\\ud800": "email"}',
        '{"email": 1e999}',
        "{",
    ],
    ids=["open", "deep", "NUL", "surrogate", "infinite", "cut"],
)
def test_an_api_mapping_that_cannot_be_read_or_stored_is_refused(web, media, all_are_large, mapping):
    answer = web.post(f"{BASE}/imports", sent(csv_file(HEADERS, *ROWS)) | {"mapping": mapping})
    assert (answer.status_code, list(answer.json()["details"])) == (400, ["mapping"])
    assert (Import.objects.count(), stored(media)) == (0, [])


BOMBS = [
    (books.ratio_bomb, "when unpacked"),
    (books.lying_archive, "cannot be opened"),
    (books.far_cell, "1,048,576 rows and 16,384 columns"),
    (books.entities, "XML entities"),
    (books.repeated_string, "too much memory or time"),
    (lambda: io.BytesIO(b"," * 900_000 + b"last\n1\n"), "900,001 columns"),
]


@pytest.mark.parametrize(("bomb", "said"), BOMBS)
def test_a_bomb_is_refused_in_words_at_every_door_and_nothing_is_kept(web, media, tmp_path, bomb, said):
    page = web.post(reverse("crm:import-new"), sent(bomb(), "leads.xlsx"))
    assert (page.status_code, said in page.content.decode()) == (422, True)
    answer = web.post(f"{BASE}/imports", sent(bomb(), "leads.xlsx"))
    assert (answer.status_code, said in answer.content.decode()) == (400, True)
    path = tmp_path / "leads.xlsx"
    path.write_bytes(bomb().getvalue())
    with pytest.raises(CommandError, match=said):
        call_command("import_contacts", str(path), org="acme")
    path.unlink()
    assert (Import.objects.count(), ImportRow.objects.count(), stored(media)) == (0, 0, [])


def test_a_large_bomb_is_refused_before_it_is_stored(acme, media, all_are_large):
    with pytest.raises(Invalid, match="when unpacked"):
        upload.upload_import(file=books.ratio_bomb(), file_name="leads.xlsx")
    assert (Import.objects.count(), stored(media)) == (0, [])


def half_read():
    """An import whose worker died after two rows."""
    job = upload.upload_import(file=csv_file(HEADERS, *ROWS), file_name="leads.csv")
    read._begin(job)
    with job.file.open("rb") as file, open_table(file) as table:
        rows = iter(table.rows)
        read._copy_chunks(job, Table(table.headers, [next(rows), next(rows)]))
    assert numbered(job) == EVERY_ROW[:2]
    return job


def test_a_worker_that_dies_while_reading_loses_and_doubles_no_row(
    acme, run_jobs, all_are_large, small_chunks
):
    job = half_read()
    Import.objects.update(progressed_at=job.created_at.replace(year=2020))
    with run_jobs():
        assert restart_stalled(CONTACTS) == 1
    job.refresh_from_db()
    assert (job.status, job.total, numbered(job)) == (Status.MAPPING, 3, EVERY_ROW)


def test_a_second_reader_takes_over_and_the_first_one_stops(acme, all_are_large, small_chunks):
    first = half_read()
    imports_read.read_import(job_id=first.pk)
    assert not read._copy_chunks(first, Table(HEADERS, [{"first_name": "Kay"}]))
    read._finish(first, Table(HEADERS, []))
    first.refresh_from_db()
    assert (first.status, first.total, numbered(first)) == (Status.MAPPING, 3, EVERY_ROW)


def test_a_file_that_is_gone_fails_the_import_in_words(acme, media, all_are_large):
    job = upload.upload_import(file=csv_file(HEADERS, *ROWS), file_name="leads.csv")
    for path in stored(media):
        path.unlink()
    imports_read.read_import(job_id=job.pk)
    job.refresh_from_db()
    assert (job.status, job.error) == (
        Status.FAILED,
        "The uploaded file is no longer on the server. Upload it again.",
    )


def test_a_column_with_braces_in_its_name_is_named_in_the_problem(web, run_jobs, all_are_large):
    with pytest.raises(Invalid, match=r"one column, .\{who\}"):
        upload.upload_import(file=csv_file(["{who}"], ["Ada"]), file_name="leads.csv", in_background=False)
    with run_jobs():
        job = upload.import_at_once(
            file=csv_file(["{who}", "email"], *ROWS), file_name="leads.csv", mapping={"{who}": "shoe"}
        )
    job.refresh_from_db()
    assert (job.status, job.error) == (Status.FAILED, '{who}: Unknown field "shoe".')


def test_a_custom_field_without_a_name_is_refused_once_a_worker_has_read_the_file(
    web, run_jobs, all_are_large
):
    with run_jobs():
        job = upload.import_at_once(
            file=csv_file(["plan", "email"], *ROWS), file_name="leads.csv", mapping={"plan": "custom: "}
        )
    job.refresh_from_db()
    assert (job.status, job.error) == (Status.FAILED, 'plan: Unknown field "custom:".')
