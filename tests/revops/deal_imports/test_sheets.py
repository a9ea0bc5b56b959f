"""The sheet of a workbook of deals is chosen on the page of its columns."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from revops.deal_imports.models import DealImport
from revops.deals.models.deals import Deal
from tests.conftest import ACME_HOST
from tests.imports.test_sheets import workbook


@pytest.fixture
def ops(make_user, media) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user("ops"))
    client.post("/revops/deals/import/", {"file": SimpleUploadedFile("deals.xlsx", workbook().getvalue())})
    return client


def address(page):
    return reverse(f"revops:deal-import-{page}", args=[DealImport.objects.get().pk])


def test_the_chosen_sheet_is_mapped_and_imported(ops, run_jobs):
    assert "Sheet (of 3)" in ops.get(address("columns")).text
    answer = ops.post(address("sheet"), {"sheet": "Leads 2025"}, follow=True)
    assert '<option value="Leads 2025" selected>' in answer.text
    ops.post(address("columns"), {"name": "name", "stage": "stage", "unknown_owner": "nobody"})
    shown = ops.get(address("job")).text
    assert "deals.xlsx, sheet Leads 2025. Nothing is written yet." in shown
    assert ">Kay<" in shown
    with run_jobs():
        ops.post(address("start"))
    assert list(Deal.objects.values_list("name", flat=True)) == ["Al"]
    assert ops.post(address("sheet"), {"sheet": "Leads 2024"}).status_code == 409


def test_a_sheet_that_cannot_be_read_is_refused_beside_the_choice(ops):
    answer = ops.post(address("sheet"), {"sheet": "Empty"})
    assert (
        answer.status_code,
        "Sheet &quot;Empty&quot; was not read. The sheet is empty." in answer.text,
    ) == (422, True)
    assert DealImport.objects.get().sheet == "Leads 2024"
