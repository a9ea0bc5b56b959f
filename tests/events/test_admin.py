"""The event log in the administration."""

import pytest
from django.test import Client

from mauntic.events.models import StoredEvent
from mauntic.events.services import publish_many
from tests.conftest import ACME_HOST
from tests.events.facts import Counted, counted


@pytest.fixture
def administration(admin):
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


@pytest.mark.parametrize("model", ["storedevent", "delivery"])
def test_an_admin_may_look_and_not_change(administration, listen, model):
    listen(Counted)
    publish_many(counted(1))
    event = StoredEvent.objects.get()
    row = event if model == "storedevent" else event.deliveries.get()

    assert "test.Counted" in administration.get(f"/admin/events/{model}/").text
    assert administration.get(f"/admin/events/{model}/{row.pk}/change/").status_code == 200
    assert administration.post(f"/admin/events/{model}/{row.pk}/delete/").status_code == 403
    assert administration.get(f"/admin/events/{model}/add/").status_code == 403
