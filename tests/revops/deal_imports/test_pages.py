"""The pages of an import of deals, from the file to the report."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from revops.activities.services.drafts import ActivityDraft
from revops.activities.services.record import log_activity
from revops.deal_imports.models import DealImport
from revops.deals.models.deals import Deal
from revops.deals.services import create
from tests.conftest import ACME_HOST
from tests.factories.revops import DealFactory

IMPORT = "/revops/deals/import/"
FILE = "id,name,stage,amount\nA1,Wire,demo,100\nA2,Cable,sold,5\nA3,Old,demo,1\n"
pytestmark = pytest.mark.usefixtures("media")


@pytest.fixture
def ops(make_user) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user("ops"))
    return client


def upload(client: Client, content: str = FILE):
    return client.post(IMPORT, {"file": SimpleUploadedFile("deals.csv", content.encode())})


def preview_of(client: Client, **mapping: str):
    upload(client)
    job = DealImport.objects.get()
    given = {**job.mapping, "unknown_owner": "nobody"} | mapping
    return client.post(f"{IMPORT}{job.pk}/columns/", given, follow=True)


def test_a_file_goes_from_its_columns_to_a_preview_to_deals(ops, run_jobs):
    DealFactory(external_id="A3")
    preview = preview_of(ops)
    assert [(row.line.name, row.verdict) for row in preview.context["page"]] == [
        ("Wire", "create"),
        ("Cable", "error"),
        ("Old", "skip"),
    ]
    job = DealImport.objects.get()
    with run_jobs():
        ops.post(f"{IMPORT}{job.pk}/start/")
    assert list(Deal.objects.filter(external_id="A1").values_list("name", "value")) == [("Wire", 100)]
    report = ops.get(f"{IMPORT}{job.pk}/").content.decode()
    assert "&quot;sold&quot; is not a stage." in report
    failed = b"".join(ops.get(f"{IMPORT}{job.pk}/failed-rows.csv").streaming_content).decode("utf-8-sig")
    assert [line[:16] for line in failed.splitlines()] == ["id,name,stage,am", "A2,Cable,sold,5,"]


def test_a_value_that_is_refused_is_shown_as_none(ops):
    upload(ops, "id,name,stage,amount\nA1,Wire,demo,1.250\n")
    job = DealImport.objects.get()
    given = job.mapping | {"unknown_owner": "nobody"}
    page = ops.post(f"{IMPORT}{job.pk}/columns/", given, follow=True).content.decode()
    assert "&quot;1.250&quot; can mean 1250 or 1.25." in page
    assert re.findall(r'data-label="Value"[^>]*>([^<]*)<', page) == ["–"]


def test_a_preview_shows_the_rows_of_one_verdict(ops):
    preview_of(ops)
    page = ops.get(f"{IMPORT}{DealImport.objects.get().pk}/?verdict=error")
    assert [row.line.name for row in page.context["page"]] == ["Cable"]


def test_a_mapping_without_a_stage_is_told_at_its_field(ops):
    page = preview_of(ops, stage="")
    assert (page.status_code, page.context["form"].errors) == (
        422,
        {"stage": ["Choose the column with the stage."]},
    )


def test_a_file_that_is_none_is_told_at_the_form(ops):
    page = upload(ops, "")
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["file"])


def test_a_file_is_forgotten(ops):
    preview_of(ops)
    ops.post(f"{IMPORT}{DealImport.objects.get().pk}/discard/")
    assert not DealImport.objects.exists()


def test_an_import_is_taken_back_but_for_what_was_worked_on(ops, run_jobs):
    upload(ops, "name,stage\nWire,demo\nCable,demo\nRope,demo\nPipe,demo\n")
    job = DealImport.objects.get()
    with run_jobs():
        ops.post(f"{IMPORT}{job.pk}/columns/", job.mapping | {"unknown_owner": "nobody"})
        ops.post(f"{IMPORT}{job.pk}/start/")
    other = DealFactory(name="Other")
    create.change_deals(deal_ids=[Deal.objects.get(name="Wire").pk], changes={"priority": "high"}, by=None)
    log_activity(draft=ActivityDraft(type="call", deal_id=Deal.objects.get(name="Rope").pk), by=None)
    asked = ops.get(f"{IMPORT}{job.pk}/take-back/").text
    assert "2 imported deals are deleted." in asked
    assert "2 imported deals stay, because they were changed" in asked
    with run_jobs():
        ops.post(f"{IMPORT}{job.pk}/take-back/")
    job.refresh_from_db()
    assert (job.status, job.reverted_count, job.kept_count) == ("reverted", 2, 2)
    assert set(Deal.objects.values_list("name", flat=True)) == {"Wire", "Rope", other.name}
    assert ops.post(f"{IMPORT}{job.pk}/take-back/").status_code == 409


def test_reps_do_not_import(web):
    assert [web.get(IMPORT).status_code, upload(web).status_code] == [403, 403]


def test_a_running_import_asks_for_news_until_it_is_done(ops):
    preview_of(ops)
    job = DealImport.objects.get()
    ops.post(f"{IMPORT}{job.pk}/start/")
    asked = {"HX-Request": "true", "HX-Target": "outcome"}
    assert "in one transaction" in ops.get(f"{IMPORT}{job.pk}/", headers=asked).content.decode()
    DealImport.objects.update(status="completed")
    assert ops.get(f"{IMPORT}{job.pk}/", headers=asked)["HX-Refresh"] == "true"


def test_the_list_takes_as_many_queries_however_many_imports_there_are(ops, django_assert_num_queries):
    upload(ops)
    # Of these, twelve are savepoints around the counts of the menu, which exist in a test's transaction only.
    with django_assert_num_queries(24):
        ops.get(IMPORT)
    upload(ops)
    upload(ops)
    with django_assert_num_queries(24):
        ops.get(IMPORT)
