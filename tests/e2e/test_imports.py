"""A person brings in a list, in a browser; the work is done as the workers do it."""

import pytest
from playwright.sync_api import Page

from mauntic.crm.imports.services import check, run, upload
from mauntic.crm.models import Company, Contact, Import
from tests.crm.files import csv_file
from tests.e2e.faults import faults_of
from tests.e2e.live import Live

pytestmark = pytest.mark.e2e

HEADERS = ["First name", "Last name", "Email", "Company", "Country", "Remarks"]
ROWS = [
    ["ada", "LOVELACE", "ada@import.example", "Engines", "UK", "line one\nline two"],
    ["Grace", "Hopper", "grace@import.example", "Compilers", "United States", ""],
    ["Grace", "Hopper", "GRACE@import.example", "Compilers", "United States", ""],
    ["Alan", "Turing", "alan at import", "Bombes", "UK", ""],
]


@pytest.fixture
def job(live: Live, db: None):
    """An import that was uploaded, whose rows and leads go when the test ends."""
    owner = live.admin()
    with live.inside():
        job = upload.upload_import(file=csv_file(HEADERS, *ROWS), file_name="fair.csv", created_by=owner)
    yield job
    with live.inside():
        Import.objects.all().delete()
        Contact.objects.filter(email__endswith="@import.example").delete()
        Company.objects.filter(contacts=None).delete()


def go_on(live: Live, job: Import, until: str) -> None:
    """Brings the import to its preview, or to its end."""
    with live.inside():
        upload.set_mapping(job=job, mapping=job.mapping, in_background=False)
        check.check_import(job_id=job.pk)
        if until == "end":
            run.start_import(job=job, in_background=False)
            run.run_import(job_id=job.pk)


def test_the_pages_of_an_import_have_no_faults(page: Page, live: Live, job: Import) -> None:
    base = f"/crm/imports/{job.pk}/"
    faults = [f for path in ("/crm/imports/new/", f"{base}columns/") for f in faults_of(page, path)]
    go_on(live, job, until="preview")
    faults += faults_of(page, f"{base}preview/")
    go_on(live, job, until="end")
    faults += [fault for path in (base, "/crm/imports/") for fault in faults_of(page, path)]
    assert faults == []


def test_a_list_goes_from_the_file_to_its_leads(page: Page, live: Live, job: Import) -> None:
    page.goto("/crm/imports/new/")
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": csv_file(HEADERS, *ROWS).getvalue()}
    page.get_by_label("CSV or Excel file").set_input_files(files=[file])
    page.get_by_role("button", name="Upload").click()
    page.get_by_label("Remarks").select_option(label="Do not import")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("progressbar").wait_for()
    with live.inside():
        uploaded = Import.objects.get(file_name="list.csv")
        check.check_import(job_id=uploaded.pk)
    page.get_by_text("Duplicate of row 2: same email address.").wait_for()
    page.get_by_role("button", name="Import 2 new, 0 updated").click()
    page.get_by_role("progressbar").wait_for()
    with live.inside():
        run.run_import(job_id=uploaded.pk)
    page.get_by_role("heading", name="Results").wait_for()
    page.get_by_role("link", name="Show leads").click()
    page.get_by_role("link", name="Ada Lovelace").wait_for()
    assert page.get_by_role("link", name="Grace Hopper").count() == 1


def test_failed_rows_are_handed_back_as_a_file(page: Page, live: Live, job: Import) -> None:
    go_on(live, job, until="end")
    page.goto(f"/crm/imports/{job.pk}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Failed rows").click()
    assert download.value.suggested_filename == "fair-failed-rows.csv"
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("Alan,Turing,alan at import,Bombes,UK,,")
