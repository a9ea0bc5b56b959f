"""What becomes of a stored file that is read, and of one that cannot be."""

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from mauntic.imports.models import Status
from mauntic.imports.services.files import delete_file
from mauntic.imports.services.read import describe, read_stored, require_rows
from mauntic.kernel.files import PROBLEM, Table, UnreadableError
from tests.imports.kinds import FILE, KINDS, at

pytestmark = pytest.mark.usefixtures("acme")


@pytest.fixture(params=KINDS)
def job(request, media):
    """A stored file that waits to be read."""
    made = at(request.param, Status.READING)
    made.file.save("list.csv", ContentFile(FILE), save=True)
    return made


def files(media):
    return [path for path in media.rglob("*") if path.is_file()]


def test_the_table_of_the_file_is_handed_over_and_the_file_stays(job, media):
    seen = []
    read_stored(job=job, take=lambda table: seen.extend(row["name"] for row in table.rows))
    job.refresh_from_db()
    assert (seen, job.status, len(files(media))) == (["Ada", "Kay"], Status.READING, 1)


def test_a_file_that_is_unreadable_fails_its_import_and_leaves_nothing(
    job, media, django_capture_on_commit_callbacks
):
    forgotten = []

    def take(_table):
        raise UnreadableError("Row 7 cannot be read.")

    with django_capture_on_commit_callbacks(execute=True):
        read_stored(job=job, take=take, forget=lambda: forgotten.append("rows"))
    job.refresh_from_db()
    assert (job.status, job.error) == (Status.FAILED, "Row 7 cannot be read.")
    assert (forgotten, files(media)) == (["rows"], [])


def test_a_reader_that_was_overtaken_fails_and_deletes_nothing(job, media):
    def take(_table):
        type(job).objects.update(status=Status.MAPPING)
        raise UnreadableError("too late")

    read_stored(job=job, take=take, forget=lambda: pytest.fail("deleted"))
    job.refresh_from_db()
    assert (job.status, job.error, len(files(media))) == (Status.MAPPING, "", 1)


def test_a_file_is_deleted_with_the_commit_only(job, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        delete_file(job.file)
        transaction.set_rollback(True)
    assert len(files(media)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        delete_file(job.file)
        assert len(files(media)) == 1
    assert files(media) == []


@pytest.mark.parametrize("flow", KINDS)
def test_an_import_is_described_by_its_columns(flow):
    made = flow.model()
    describe(flow=flow, job=made, table=Table(["E-mail", "Name", PROBLEM], [], "Read as Windows-1252."))
    assert made.columns == ["E-mail", "Name", PROBLEM]
    assert made.note == f"Read as Windows-1252. Columns that Mauntic computes were skipped: {PROBLEM}."
    assert made.mapping == flow.guess_mapping(made.columns)
    assert "Name" in {*made.mapping, *made.mapping.values()}


def test_a_file_needs_a_row():
    require_rows(1)
    with pytest.raises(UnreadableError, match="no rows"):
        require_rows(0)
