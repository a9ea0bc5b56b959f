"""A file of leads is discarded on its pages before anything is written."""

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.crm.models import Contact, Import, ImportRow
from tests.conftest import ACME_HOST
from tests.crm.files import preview, upload, write

ROWS = [["first_name", "email"], ["Ada", "ada@engines.example"], ["Grace", "wrong"]]


@pytest.fixture
def job(rep):
    job = upload(*ROWS)
    job.created_by = rep
    job.save(update_fields=["created_by"])
    return job


def address(job, page):
    return reverse(f"crm:import-{page}", args=[job.pk])


def test_the_mapping_and_the_preview_offer_to_discard_the_file(web: Client, job):
    assert address(job, "discard") in web.get(address(job, "mapping")).text
    preview(job)
    assert address(job, "discard") in web.get(address(job, "preview")).text
    answer = web.post(address(job, "discard"), follow=True)
    assert answer.redirect_chain == [(reverse("crm:import-list"), 302)]
    assert "leads.csv discarded. No leads were imported." in answer.text
    assert (Import.objects.count(), ImportRow.objects.count(), Contact.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("status", "page"), [("reading", "mapping"), ("checking", "preview"), ("failed", "detail")]
)
def test_a_file_that_is_read_or_cannot_be_read_is_discarded_too(web: Client, job, status, page):
    Import.objects.update(status=status, error="The file is broken." if status == "failed" else "")
    shown = web.get(address(job, page)).text
    assert address(job, "discard") in shown
    assert address(job, "revert") not in shown
    web.post(address(job, "discard"))
    assert Import.objects.count() == 0


def test_an_import_that_has_started_stays(web: Client, job):
    preview(job)
    write(job)
    assert address(job, "discard") not in web.get(address(job, "detail")).text
    answer = web.post(address(job, "discard"))
    assert (answer.status_code, "cannot be discarded" in answer.text) == (409, True)
    assert Contact.objects.filter(email="ada@engines.example").exists()


def test_another_rep_discards_nothing(make_user, job):
    other = Client(headers={"host": ACME_HOST})
    other.force_login(make_user(email="other@acme.example"))
    assert other.post(address(job, "discard")).status_code == 403
    assert Import.objects.count() == 1


def test_an_import_that_stopped_while_it_wrote_shows_its_leads_and_can_be_reverted(
    web: Client, job, run_jobs
):
    preview(job)
    write(job)
    Import.objects.update(status="failed", error="Mauntic stopped after 8 attempts that did not finish.")
    shown = web.get(address(job, "detail")).text
    assert "Mauntic stopped after 8 attempts" in shown
    assert "Leads created" in shown
    assert address(job, "revert") in shown
    assert "Revert import" in web.get(address(job, "revert")).text
    with run_jobs():
        web.post(address(job, "revert"))
    assert Contact.objects.count() == 0
