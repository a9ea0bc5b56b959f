"""An import that has written nothing is discarded, whatever it imports."""

import pytest
from django.core.files.base import ContentFile

from mauntic.imports.models import Status
from mauntic.imports.services.discard import discard
from mauntic.imports.services.steps import start
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from tests.imports.kinds import FILE, KINDS, at

DISCARDABLE = [Status.READING, Status.MAPPING, Status.CHECKING, Status.PREVIEW, Status.FAILED]


@pytest.mark.parametrize("status", DISCARDABLE)
@pytest.mark.parametrize("flow", KINDS)
def test_a_discarded_import_leaves_no_file(flow, status, acme, media, django_capture_on_commit_callbacks):
    job, other = at(flow, status), at(flow, status)
    job.file.save("list.csv", ContentFile(FILE), save=True)
    assert job.is_discardable
    with django_capture_on_commit_callbacks(execute=True):
        discard(job=job)
    assert list(flow.model.objects.all()) == [other]
    assert [path for path in media.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("status", sorted(set(Status) - set(DISCARDABLE)))
@pytest.mark.parametrize("flow", KINDS)
def test_an_import_that_has_written_something_is_not_discarded(flow, status, acme, media):
    job = at(flow, status, started_at=now())
    with pytest.raises(Conflict, match="has started"):
        discard(job=job)
    assert (flow.model.objects.count(), job.is_discardable) == (1, False)


@pytest.mark.parametrize("flow", KINDS)
def test_an_import_that_stopped_while_it_wrote_is_reverted_and_not_discarded(flow, acme, media):
    job = at(flow, Status.FAILED, started_at=now())
    assert job.is_revertible
    with pytest.raises(Conflict):
        discard(job=job)


@pytest.mark.parametrize("flow", KINDS)
def test_of_those_who_start_and_discard_an_import_at_once_one_does(flow, at_once, media):
    job = at(flow, Status.PREVIEW)
    loaded = [flow.model.objects.get(pk=job.pk) for _ in range(6)]

    def act(number):
        mine = loaded[number]
        try:
            if number % 2:
                start(flow=flow, job=mine, in_background=False)
                return "started"
            discard(job=mine)
        except Conflict:
            return "refused"
        return "discarded"

    answers = at_once(6, act)
    assert answers.count("refused") == 5
    assert flow.model.objects.filter(status=Status.RUNNING).count() == answers.count("started")
