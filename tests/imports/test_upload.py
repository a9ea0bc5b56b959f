"""A file comes in: a small one is read at once, a large one by a worker, and none that cannot be read."""

import io
from pathlib import Path

import pytest

from mauntic.imports.models import Status
from mauntic.kernel.errors import Invalid
from tests.imports.kinds import FILE, UPLOADS

pytestmark = [pytest.mark.usefixtures("acme"), pytest.mark.parametrize("upload", UPLOADS)]


@pytest.fixture
def all_are_large(monkeypatch):
    """Any file is one for a worker."""
    monkeypatch.setattr("mauntic.kernel.files.reading.SMALL_BYTES", 10)


def test_a_small_file_waits_for_its_mapping_at_once(upload, media):
    job = upload(file=io.BytesIO(FILE), file_name="list.csv")
    job.refresh_from_db()
    assert (job.status, job.total, job.columns) == (Status.MAPPING, 2, ["id", "name", "email", "stage"])
    assert job.progressed_at is not None


def test_a_large_file_is_kept_for_a_worker(upload, media, all_are_large):
    job = upload(file=io.BytesIO(FILE), file_name="list.csv")
    job.refresh_from_db()
    assert (job.status, job.total) == (Status.READING, 0)
    assert Path(job.file.path).read_bytes() == FILE


def test_the_worker_reads_it_and_deletes_the_upload(upload, media, run_jobs, all_are_large):
    with run_jobs():
        job = upload(file=io.BytesIO(FILE), file_name="list.csv")
        uploaded = job.file.path
    job.refresh_from_db()
    assert (job.status, job.total, job.columns) == (Status.MAPPING, 2, ["id", "name", "email", "stage"])
    assert uploaded not in [str(path) for path in media.rglob("*")]


def test_a_caller_without_workers_reads_a_large_file_itself(upload, media, all_are_large):
    job = upload(file=io.BytesIO(FILE), file_name="list.csv", in_background=False)
    assert (job.status, job.total) == (Status.MAPPING, 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"name,email,stage\n", "The file has column names, but no rows."),
        (b"\0" * 100, "This file is not a table"),
        (b"%PDF-1.7\nid,name,email,stage\nA1,Ada,ada@engines.example,demo\n", "This file is not a table"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_kept(upload, media, content, said):
    with pytest.raises(Invalid, match=said) as refused:
        upload(file=io.BytesIO(content), file_name="list.csv")
    assert list(refused.value.fields) == ["file"]
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_a_name_that_is_too_long_keeps_its_end(upload, media):
    job = upload(file=io.BytesIO(FILE), file_name=f"{'x' * 300}.csv")
    job.refresh_from_db()
    assert (len(job.file_name), job.file_name[-5:]) == (255, "x.csv")
