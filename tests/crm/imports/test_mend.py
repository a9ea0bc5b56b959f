"""Refused rows are corrected on the preview."""

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.crm.imports.services import mend, run
from mauntic.crm.models import Contact, Import
from mauntic.kernel.errors import Conflict, NotFound
from tests.crm.files import preview, upload, write

HEADERS = ["first_name", "email", "note"]
ROWS = [["Ada", "ada@engines.example", "a"], ["Grace", "wrong", "b"], ["Kay", "kay(at)navy.example", "c"]]


@pytest.fixture
def checked(rep):
    job = upload(HEADERS, *ROWS)
    preview(job, note="custom:Note")
    Import.objects.filter(pk=job.pk).update(created_by=rep)
    job.refresh_from_db()
    return job


def address(job, number):
    return reverse("crm:import-row", args=[job.pk, number])


def test_a_corrected_row_is_imported_with_its_other_cells(checked):
    row = mend.mend_row(job=checked, number=2, cells={"email": "grace@navy.example", "unknown": "x"})
    assert (row.verdict, "unknown" in row.values) == ("create", False)
    write(checked)
    grace = Contact.objects.get(first_name="Grace")
    assert (grace.email, grace.custom_fields) == ("grace@navy.example", {"Note": "b"})
    assert checked.failed_count == 1


def test_a_row_that_stays_wrong_keeps_what_was_typed_and_says_why(web: Client, checked):
    answer = web.post(address(checked, 2), {"column-0": "Grace", "column-1": "grace@", "column-2": "b"})
    assert answer.status_code == 422
    assert 'value="grace@"' in answer.text
    assert "is not an email address" in answer.text


def test_the_page_of_a_row_leads_back_to_the_refused_rows(web: Client, checked):
    assert address(checked, 2) in web.get(reverse("crm:import-preview", args=[checked.pk])).text
    answer = web.post(address(checked, 2), {"column-1": "grace@navy.example"}, follow=True)
    assert answer.redirect_chain[-1][0].endswith("?verdict=error")
    assert "Row 2 corrected: New." in answer.text
    assert address(checked, 2) not in answer.text
    assert address(checked, 3) in answer.text


def test_after_the_last_correction_the_page_shows_the_rows_that_are_there(web: Client, checked):
    web.post(address(checked, 2), {"column-1": "grace@navy.example"})
    answer = web.post(address(checked, 3), {"column-1": "kay@navy.example"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("crm:import-preview", args=[checked.pk])
    assert "kay@navy.example" in answer.text


def test_a_row_that_becomes_the_same_person_as_another_row_is_skipped(checked):
    row = mend.mend_row(job=checked, number=2, cells={"email": "ADA@engines.example"})
    assert (row.verdict, row.reason) == ("skip", "Duplicate of row 1: same email address.")


def test_text_that_cannot_be_stored_is_replaced(web: Client, checked):
    web.post(address(checked, 2), {"column-0": "Gra\0ce", "column-1": "grace@navy.example"})
    assert checked.rows.get(number=2).values["first_name"] == "Gra\ufffdce"


def test_a_row_in_another_delimiter_can_be_corrected(acme):
    job = upload(HEADERS, ["Ada", "ada@engines.example", "a"], ["Bob;bob@engines.example;b"])
    preview(job)
    row = mend.mend_row(
        job=job, number=2, cells={"first_name": "Bob", "email": "bob@engines.example", "note": "b"}
    )
    assert row.verdict == "create"


def test_only_refused_rows_before_the_start_can_be_corrected(checked):
    with pytest.raises(NotFound):
        mend.mend_row(job=checked, number=1, cells={"email": "x@y.example"})
    run.start_import(job=checked)
    with pytest.raises(Conflict, match="only before the import starts"):
        mend.mend_row(job=checked, number=2, cells={"email": "x@y.example"})


def test_another_rep_corrects_nothing(make_user, checked):
    other = Client(headers={"host": "acme.localhost"})
    other.force_login(make_user(email="other@acme.example"))
    assert other.get(address(checked, 2)).status_code == 403
    assert other.post(address(checked, 2), {"column-1": "x@y.example"}).status_code == 403
