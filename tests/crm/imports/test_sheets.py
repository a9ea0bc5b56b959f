"""The sheet of a workbook is chosen on the mapping page, and named to the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mauntic.crm.models import Contact, Import
from tests.conftest import ACME_HOST
from tests.imports.test_sheets import workbook

pytestmark = pytest.mark.usefixtures("media")
BASE = "/api/v1/crm/imports"
CHOSEN = '<option value="Leads 2025" selected>'


def sent(name="leads.xlsx"):
    return SimpleUploadedFile(name, workbook().getvalue())


@pytest.fixture
def job(web: Client):
    web.post(reverse("crm:import-new"), {"file": sent()})
    return Import.objects.get()


def address(job, page):
    return reverse(f"crm:import-{page}", args=[job.pk])


def test_the_mapping_page_offers_the_sheets_and_reads_the_chosen_one(web: Client, job):
    page = web.get(address(job, "mapping")).text
    assert "Sheet (of 3)" in page
    assert CHOSEN not in page
    answer = web.post(address(job, "sheet"), {"sheet": "Leads 2025"}, follow=True)
    assert answer.redirect_chain == [(address(job, "mapping"), 302)]
    assert CHOSEN in answer.text
    assert "kay@nasa.example" in answer.text
    assert "Sheet &quot;Leads 2025&quot; of leads.xlsx read." in answer.text


def test_a_sheet_that_cannot_be_read_is_refused_beside_the_choice(web: Client, job):
    answer = web.post(address(job, "sheet"), {"sheet": "Empty"})
    assert answer.status_code == 422
    assert "Sheet &quot;Empty&quot; was not read. The sheet is empty." in answer.text
    assert "ada@engines.example" in answer.text


def test_columns_of_a_sheet_that_is_no_longer_chosen_are_not_mapped(web: Client, job):
    web.post(address(job, "sheet"), {"sheet": "Leads 2025"})
    mapping = {"sheet": "Leads 2024", "column-0": "first_name", "column-1": "email"}
    answer = web.post(address(job, "mapping"), mapping, follow=True)
    assert "Another sheet was chosen meanwhile." in answer.text
    job.refresh_from_db()
    assert (job.status, job.mapping["stage"]) == ("mapping", "lifecycle_stage")


def test_the_preview_names_the_sheet_and_its_leads_are_imported(web: Client, job, run_jobs):
    web.post(address(job, "sheet"), {"sheet": "Leads 2025"})
    mapping = {"sheet": "Leads 2025", "column-0": "first_name", "column-1": "", "column-2": "email"}
    with run_jobs():
        web.post(address(job, "mapping"), mapping)
    assert "leads.xlsx, sheet Leads 2025. Nothing is written yet." in web.get(address(job, "preview")).text
    with run_jobs():
        web.post(address(job, "start"))
    assert set(Contact.objects.values_list("first_name", flat=True)) == {"Kay", "Al"}
    assert web.post(address(job, "sheet"), {"sheet": "Leads 2024"}).status_code == 409


def test_another_rep_chooses_no_sheet(make_user, job):
    other = Client(headers={"host": ACME_HOST})
    other.force_login(make_user(email="other@acme.example"))
    assert other.post(address(job, "sheet"), {"sheet": "Leads 2025"}).status_code == 403
    job.refresh_from_db()
    assert job.sheet == "Leads 2024"


def test_the_api_takes_a_sheet(web: Client, run_jobs):
    with run_jobs():
        answer = web.post(BASE, {"file": sent(), "sheet": "Leads 2025"})
    assert (answer.status_code, answer.json()["sheet"]) == (202, "Leads 2025")
    assert answer.json()["sheets"] == ["Leads 2024", "Leads 2025", "Empty"]
    assert set(Contact.objects.values_list("first_name", flat=True)) == {"Kay", "Al"}
    refused = web.post(BASE, {"file": sent(), "sheet": "Lists"})
    assert refused.status_code == 400
    assert "Choose one of: Leads 2024" in refused.json()["details"]["sheet"][0]
    assert web.post(BASE, {"file": sent(), "sheet": "\0"}).status_code == 400
