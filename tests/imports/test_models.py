"""Where an import is, and whether it still is there."""

import pytest

from mauntic.imports.models import Status
from tests.imports.kinds import KINDS, at


@pytest.mark.parametrize("flow", KINDS)
def test_an_import_is_busy_while_a_worker_has_it(flow):
    busy = {status for status in Status if flow.model(status=status).is_busy}
    assert busy == {"reading", "checking", "running", "reverting"}
    assert busy == set(flow.jobs)


@pytest.mark.parametrize("flow", KINDS)
def test_a_change_of_an_import_that_moved_on_changes_nothing(flow, acme):
    job, other = at(flow, Status.PREVIEW), at(flow, Status.PREVIEW)
    assert job.still(Status.MAPPING, Status.PREVIEW).update(note="first") == 1
    flow.model.objects.filter(pk=job.pk).update(status=Status.RUNNING)
    assert job.still(Status.MAPPING, Status.PREVIEW).update(note="second") == 0
    assert not job.still().exists()
    job.refresh_from_db()
    other.refresh_from_db()
    assert (job.note, other.note) == ("first", "")


def test_an_import_is_shown_by_the_name_of_its_file():
    assert [str(param.values[0].model(file_name="list.csv")) for param in KINDS] == ["list.csv"] * 2
