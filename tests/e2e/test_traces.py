"""No browser test sees what another one left."""

from collections.abc import Iterator

import pytest

from mauntic.crm.models import Contact
from revops.deals.models.deals import Deal
from scoring.model.models import ModelVersion
from tests.e2e.live import Live
from tests.e2e.traces import Rows
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.e2e


@pytest.fixture
def inside(db: None, live: Live) -> Iterator[None]:
    """In the served organization."""
    with live.inside():
        yield


def test_added_rows_are_deleted(inside: None, rows_before: Rows) -> None:
    ContactFactory(first_name="Left behind")
    rows_before.restore()
    assert not Contact.objects.exists()
    assert not Deal.objects.exists()


def test_deleted_and_changed_rows_come_back(inside: None, rows_before: Rows, live: Live) -> None:
    before = list(ModelVersion.objects.order_by("pk").values())
    assert before
    ModelVersion.objects.all().delete()
    live.admin()
    rows_before.restore()
    assert list(ModelVersion.objects.order_by("pk").values()) == before
