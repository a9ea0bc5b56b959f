"""An import is found by its id, within what may be found."""

from uuid import uuid4

import pytest

from mauntic.imports.models import Status
from mauntic.imports.selectors import import_of
from mauntic.kernel.errors import NotFound
from tests.imports.kinds import KINDS, at

pytestmark = [pytest.mark.usefixtures("acme"), pytest.mark.parametrize("flow", KINDS)]


def test_the_import_with_the_id_is_found(flow):
    job, _ = at(flow, Status.PREVIEW), at(flow, Status.PREVIEW)
    assert import_of(flow.model.objects.all(), job.pk) == job


def test_an_import_that_is_not_there_is_named_as_missing(flow):
    unknown = uuid4()
    at(flow, Status.PREVIEW)
    with pytest.raises(NotFound, match=f"Import {unknown} not found"):
        import_of(flow.model.objects.all(), unknown)


def test_an_import_outside_of_those_asked_for_is_not_found(flow):
    job = at(flow, Status.PREVIEW)
    with pytest.raises(NotFound):
        import_of(flow.model.objects.exclude(pk=job.pk), job.pk)
