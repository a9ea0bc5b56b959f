"""Large files of deals are read by a worker, hostile ones by nobody."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from mauntic.imports.services.sweep import SILENT_FOR, restart_stalled
from mauntic.kernel.clock import now
from revops.deal_imports.models import DealImport
from revops.deal_imports.services import check, preview, read
from revops.deal_imports.services import run as services
from revops.deal_imports.services.flow import DEALS
from revops.deals.models.deals import Deal
from tests.conftest import ACME_HOST
from tests.factories.revops import DealFactory
from tests.kernel.files import books

IMPORT = "/revops/deals/import/"
FILE = b"id,name,stage,amount\nA1,Wire,demo,100\nA2,Cable,demo,5\n"
HTMX = {"HX-Request": "true"}
Status = DealImport.Status


@pytest.fixture
def ops(make_user, media) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user("ops"))
    return client


@pytest.fixture
def all_are_large(monkeypatch):
    """Any file is one for a worker."""
    monkeypatch.setattr("mauntic.kernel.files.reading.SMALL_BYTES", 10)


def stored(media):
    return [path.suffix for path in media.rglob("*") if path.is_file()]


def sent(content, name="deals.csv"):
    return {"file": SimpleUploadedFile(name, content)}


def test_a_page_shows_that_a_large_file_is_being_read_and_then_its_columns(
    ops, run_jobs, media, all_are_large
):
    with run_jobs():
        answer = ops.post(IMPORT, sent(FILE))
        job = DealImport.objects.get()
        show = f"{IMPORT}{job.pk}/"
        assert (job.status, answer.headers["Location"]) == (Status.READING, show)
        page = ops.get(show).content.decode()
        assert ("Reading file" in page, "0 rows" in page) == (True, True)
        assert "<html" not in ops.get(show, headers=HTMX).content.decode()
        assert ops.get(f"{show}columns/").headers["Location"] == show
        assert ops.get(IMPORT).status_code == 200
    assert ops.get(show, headers=HTMX).headers["HX-Refresh"] == "true"
    assert ops.get(show).headers["Location"] == f"{show}columns/"
    job.refresh_from_db()
    assert (job.total, job.columns, stored(media)) == (2, ["id", "name", "stage", "amount"], [".jsonl"])

    services.set_deal_mapping(job=job, mapping=job.mapping, unknown_owner="nobody")
    with run_jobs():
        ops.post(f"{show}start/")
    assert list(Deal.objects.order_by("name").values_list("name", "value")) == [("Cable", 5), ("Wire", 100)]


def test_a_large_file_that_cannot_be_read_fails_with_the_reason_and_can_be_discarded(
    ops, run_jobs, media, all_are_large
):
    with run_jobs():
        ops.post(IMPORT, sent(books.far_cell().getvalue(), "deals.xlsx"))
    job = DealImport.objects.get()
    assert (job.status, stored(media)) == (Status.FAILED, [])
    assert "has 1,048,576 rows" in ops.get(f"{IMPORT}{job.pk}/").content.decode()
    ops.post(f"{IMPORT}{job.pk}/discard/")
    assert DealImport.objects.count() == 0


@pytest.mark.parametrize(
    ("bomb", "said"),
    [
        (books.ratio_bomb, "when unpacked"),
        (books.lying_archive, "cannot be opened"),
        (books.far_cell, "1,048,576 rows and 16,384 columns"),
        (books.entities, "XML entities"),
        (books.repeated_string, "too much memory or time"),
        (lambda: io.BytesIO(b"," * 900_000 + b"last\n1\n"), "900,001 columns"),
    ],
)
def test_a_bomb_is_refused_in_words_at_every_door_and_nothing_is_kept(ops, media, tmp_path, bomb, said):
    page = ops.post(IMPORT, sent(bomb().getvalue(), "deals.xlsx"))
    assert (page.status_code, said in page.content.decode()) == (422, True)
    path = tmp_path / "deals.xlsx"
    path.write_bytes(bomb().getvalue())
    with pytest.raises(CommandError, match=said):
        call_command("import_deals", str(path), org="acme")
    path.unlink()
    assert (DealImport.objects.count(), stored(media)) == (0, [])


@pytest.fixture
def all_are_checked_later(monkeypatch):
    """Any file has too many rows for a page to check."""
    monkeypatch.setattr(preview, "CHECKED_AT_ONCE", 1)


def chosen(ops, job):
    """Choose the guessed columns on the page; the address of the import."""
    ops.post(f"{IMPORT}{job.pk}/columns/", {**job.mapping, "unknown_owner": "nobody"})
    return f"{IMPORT}{job.pk}/"


def seen(page):
    rows = [(row.line.name, row.verdict, row.line.value, row.stage_label, row.reason) for row in page["page"]]
    return rows, page["tabs"], page["new"], page["notes"]


def test_a_worker_checks_many_rows_and_its_preview_is_that_of_a_small_file(ops, run_jobs, media, monkeypatch):
    ops.post(IMPORT, sent(FILE + b"A3,Rope,sold,7\nA4,Net,demo,1\n"))
    job = DealImport.objects.get()
    DealFactory(external_id="A4")
    show = chosen(ops, job)
    at_once = [seen(ops.get(f"{show}{query}").context) for query in ("", "?verdict=error", "?verdict=skip")]

    monkeypatch.setattr(preview, "CHECKED_AT_ONCE", 1)
    with run_jobs():
        chosen(ops, job)
        job.refresh_from_db()
        page = ops.get(show).content.decode()
        assert (job.status, "Checking rows" in page, "4 rows" in page) == (Status.CHECKING, True, True)
        assert "<html" not in ops.get(show, headers=HTMX).content.decode()
        assert ops.get(f"{show}columns/").headers["Location"] == show
    assert ops.get(show, headers=HTMX).headers["HX-Refresh"] == "true"
    monkeypatch.setattr(preview, "check_deals", lambda _: pytest.fail("checked by the page"))
    later = [seen(ops.get(f"{show}{query}").context) for query in ("", "?verdict=error", "?verdict=skip")]
    assert later == at_once
    names = [[row[0] for row in rows] for rows, *_ in later]
    assert names == [["Wire", "Cable", "Rope", "Net"], ["Rope"], ["Net"]]

    with run_jobs():
        ops.post(f"{show}start/")
    job.refresh_from_db()
    assert (job.status, job.created_count, stored(media)) == (Status.COMPLETED, 2, [".jsonl"])


def test_other_columns_have_the_rows_checked_again_and_leave_no_file(
    ops, run_jobs, media, all_are_checked_later
):
    ops.post(IMPORT, sent(FILE))
    job = DealImport.objects.get()
    with run_jobs():
        show = chosen(ops, job)
    assert len(stored(media)) == 2
    with run_jobs():
        job.refresh_from_db()
        mapping = {field: column for field, column in job.mapping.items() if field != "external_id"}
        services.set_deal_mapping(job=job, mapping=mapping | {"company": "id"}, unknown_owner="nobody")
    assert ops.get(show).context["page"][0].line.company == "A1"
    assert len(stored(media)) == 2
    with run_jobs():
        ops.post(f"{show}discard/")
    assert (DealImport.objects.count(), stored(media)) == (0, [])


def test_a_check_that_lost_its_worker_is_started_again(acme, run_jobs, media, all_are_checked_later):
    job = services.upload_deals(file=io.BytesIO(FILE), file_name="deals.csv")
    services.set_deal_mapping(job=job, mapping=job.mapping, unknown_owner="nobody")
    DealImport.objects.update(progressed_at=now() - 2 * SILENT_FOR)
    with run_jobs():
        assert restart_stalled(DEALS) == 1
    job.refresh_from_db()
    assert job.status == Status.PREVIEW
    assert preview.preview_of(job).counts == {"create": 2}


def test_reading_that_lost_its_worker_is_started_again(acme, run_jobs, media, all_are_large):
    job = services.upload_deals(file=io.BytesIO(FILE), file_name="deals.csv")
    assert restart_stalled(DEALS) == 0
    DealImport.objects.update(progressed_at=now() - 2 * SILENT_FOR)
    with run_jobs():
        assert restart_stalled(DEALS) == 1
    job.refresh_from_db()
    assert (job.status, job.total) == (Status.MAPPING, 2)


def test_a_preview_parses_no_uploaded_file(acme, media, monkeypatch):
    job = services.upload_deals(file=io.BytesIO(FILE), file_name="deals.csv")
    services.set_deal_mapping(job=job, mapping=job.mapping, unknown_owner="nobody")
    monkeypatch.setattr(read, "open_table", lambda *_: pytest.fail("parsed again"))
    assert [row.line.name for row in check.check_deals(job)] == ["Wire", "Cable"]
