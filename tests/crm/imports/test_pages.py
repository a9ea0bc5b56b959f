import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mauntic.crm.models import Contact, Import
from mauntic.tenants.context import entered
from tests.conftest import ACME_HOST, GLOBEX_HOST
from tests.crm.files import bring_in, csv_file, preview, upload, xlsx_file
from tests.crm.queries import counted

HEADERS = ["first_name", "email", "note"]
ROWS = [["Ada", "ada@engines.example", "a"], ["Grace", "wrong", "b"], ["", "", ""]]


def page(name, *args):
    return reverse(f"crm:import-{name}", args=args)


@pytest.fixture
def job(rep):
    job = upload(HEADERS, *ROWS)
    Import.objects.filter(pk=job.pk).update(created_by=rep)
    job.refresh_from_db()
    return job


def text(answer):
    return answer.content.decode()


def test_columns_whose_names_begin_alike_are_mapped_to_different_fields_on_the_page(web, rep):
    question = "x" * 150
    job = upload(["email", f"{question}1", f"{question}2"], ["ada@engines.example", "yes", "no"])
    Import.objects.filter(pk=job.pk).update(created_by=rep)
    shown = text(web.get(page("mapping", job.pk)))
    assert re.findall(r'value="(custom:[^"]*)" selected', shown) == [
        f"custom:{'x' * 100}",
        f"custom:{'x' * 98} 2",
    ]


def test_a_file_goes_from_upload_to_its_leads_by_pages_alone(web, run_jobs):
    file = SimpleUploadedFile("leads.csv", csv_file(HEADERS, *ROWS).getvalue())
    answer = web.post(page("new"), {"file": file})
    job = Import.objects.get()
    assert answer.headers["Location"] == page("mapping", job.pk)
    assert "ada@engines.example" in text(web.get(page("mapping", job.pk)))

    mapping = {"column-0": "first_name", "column-1": "email", "column-2": ""}
    with run_jobs():
        answer = web.post(page("mapping", job.pk), mapping)
    assert answer.headers["Location"] == page("preview", job.pk)
    shown = text(web.get(page("preview", job.pk)))
    assert "Import 1 new, 0 updated" in shown
    assert "&quot;wrong&quot; is not an email address" in shown
    assert Contact.objects.count() == 0

    with run_jobs():
        answer = web.post(page("start", job.pk))
    assert answer.headers["Location"] == page("detail", job.pk)
    shown = text(web.get(page("detail", job.pk)))
    assert f"{reverse('leads')}?import={job.pk}" in shown
    assert Contact.objects.get().custom_fields == {}

    failed = b"".join(web.get(page("failed", job.pk)).streaming_content).decode()
    assert failed.splitlines()[1].startswith("Grace,wrong,b,")

    asked = text(web.get(page("revert", job.pk)))
    assert "1 lead that this import created is deleted, with its score and history." in asked
    assert "A revert cannot be undone." in asked
    assert Contact.objects.count() == 1

    with run_jobs():
        web.post(page("revert", job.pk))
    assert "Rows reverted" in text(web.get(page("detail", job.pk)))
    assert web.get(page("revert", job.pk)).headers["Location"] == page("detail", job.pk)
    assert Contact.objects.count() == 0


def test_a_file_without_anything_new_says_so_and_is_finished(web, rep):
    bring_in(["email", "first_name"], ["ada@engines.example", "Ada"])
    job = upload(["email", "first_name"], ["ada@engines.example", "Ada"])
    Import.objects.filter(pk=job.pk).update(created_by=rep)
    assert "1 row." in text(web.get(page("mapping", job.pk)))
    preview(job)
    assert "Finish without importing" in text(web.get(page("preview", job.pk)))


def test_a_formula_in_a_failed_row_leaves_as_text(web, run_jobs):
    rows = [["=1+cmd|' /C calc'!A0", "wrong", "b"]]
    file = csv_file(HEADERS, *rows)
    web.post(page("new"), {"file": SimpleUploadedFile("leads.csv", file.getvalue())})
    job = Import.objects.get()
    with run_jobs():
        web.post(page("mapping", job.pk), {"column-0": "first_name", "column-1": "email", "column-2": ""})
    with run_jobs():
        web.post(page("start", job.pk))
    failed = b"".join(web.get(page("failed", job.pk)).streaming_content).decode()
    assert failed.splitlines()[1].startswith("'=1+cmd|")


def test_a_file_too_large_for_memory_is_read_from_the_disk(web, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    for name, file in (("leads.csv", csv_file(HEADERS, *ROWS)), ("leads.xlsx", xlsx_file(HEADERS, *ROWS))):
        answer = web.post(page("new"), {"file": SimpleUploadedFile(name, file.getvalue())})
        assert answer.status_code == 302
    assert list(Import.objects.order_by("file_name").values_list("file_name", "total")) == [
        ("leads.csv", 3),
        ("leads.xlsx", 2),
    ]


def test_a_bad_file_and_a_bad_mapping_are_explained_where_they_were_given(web, job):
    answer = web.post(page("new"), {"file": SimpleUploadedFile("x.csv", b"what\nAda\n")})
    assert (answer.status_code, "The file has one column" in text(answer)) == (422, True)
    answer = web.post(page("new"), {})
    assert (answer.status_code, "This field is required" in text(answer)) == (422, True)
    both = {"column-0": "email", "column-1": "email"}
    answer = web.post(page("mapping", job.pk), both)
    assert answer.status_code == 422
    assert text(answer).count("2 columns are mapped to Email.") == 2
    answer = web.post(page("mapping", job.pk), {})
    assert "Map a column to the email address or the name." in text(answer)


def test_each_page_leads_to_where_the_import_stands(web, job):
    assert web.get(page("preview", job.pk)).headers["Location"] == page("mapping", job.pk)
    assert web.get(page("detail", job.pk)).headers["Location"] == page("mapping", job.pk)
    preview(job)
    assert web.get(page("detail", job.pk)).headers["Location"] == page("preview", job.pk)
    assert web.get(page("mapping", job.pk)).status_code == 200


def test_progress_is_shown_while_a_worker_is_busy_and_ends_itself(web, job):
    preview(job)
    Import.objects.filter(pk=job.pk).update(status=Import.Status.RUNNING, processed=1)
    shown = text(web.get(page("detail", job.pk)))
    assert page("progress", job.pk) in shown
    bar = web.get(page("progress", job.pk), headers={"HX-Request": "true"})
    assert "1 of 3" in text(bar)
    Import.objects.filter(pk=job.pk).update(status=Import.Status.COMPLETED)
    ended = web.get(page("progress", job.pk), headers={"HX-Request": "true"})
    assert ended.headers["HX-Refresh"] == "true"


def test_what_becomes_of_the_leads_is_shown_live_until_all_are_scored(web):
    job = bring_in(HEADERS, ROWS[0])
    poll = {"HX-Request": "true", "HX-Target": "outcome"}
    shown = text(web.get(page("detail", job.pk), headers=poll))
    assert "0 of 1" in shown
    assert 'hx-trigger="every 1s"' in shown
    assert "<html" not in shown
    Contact.objects.update(scored_at=job.completed_at)
    assert "hx-trigger" not in text(web.get(page("detail", job.pk), headers=poll))


def test_only_who_uploaded_a_file_and_ops_may_go_on_with_it(web, admin, job):
    Import.objects.filter(pk=job.pk).update(created_by=admin)
    assert web.get(page("mapping", job.pk)).status_code == 403
    preview(job)
    assert web.post(page("start", job.pk)).status_code == 403
    assert web.get(page("preview", job.pk)).status_code == 200
    ops = Client(headers={"host": ACME_HOST})
    ops.force_login(admin)
    assert ops.post(page("start", job.pk)).status_code == 302


def test_strangers_sign_in_first_and_other_organizations_see_nothing(stranger, job, globex):
    preview(job)
    for name in ("mapping", "preview", "detail", "progress", "failed"):
        assert stranger.get(page(name, job.pk)).headers["Location"].startswith("/accounts/login/")
    with entered(globex):
        from mauntic.accounts.models import User

        person = User.objects.create_user("gus@globex.example", "a password", role="admin")
        other = Client(headers={"host": GLOBEX_HOST})
        other.force_login(person)
    assert other.get(page("preview", job.pk)).status_code == 404


@pytest.mark.parametrize("name", ["list", "mapping", "preview", "detail"])
def test_the_pages_take_the_same_queries_for_any_number_of_rows(web, rep, name):
    counts = []
    for size in (1, 3):
        rows = [[f"Lead{n}", f"lead{size}{n}@x.example", ""] for n in range(size)]
        made = bring_in(HEADERS, *rows) if name in {"detail", "list"} else upload(HEADERS, *rows)
        if name == "preview":
            preview(made)
        Import.objects.update(created_by=rep)
        address = page("list") if name == "list" else page(name, made.pk)
        web.get(address)
        with counted() as said:
            assert web.get(address).status_code == 200
        counts.append(len(said))
    assert counts[0] == counts[1]
    # Twelve more are savepoints around the counts of the menu, which exist in a test's transaction only. The
    # price of the enrichment reads vendors, their keys, hit rates and orders.
    assert counts[0] <= 14 + 12 + 4 * (name == "preview"), counts


def test_the_list_says_what_to_do_first(web):
    assert "No imports" in text(web.get(page("list")))
