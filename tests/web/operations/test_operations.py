"""The page an admin opens when something does not happen."""

from datetime import timedelta

from django.test import Client

from mauntic.events.models import Delivery, StoredEvent
from mauntic.kernel.clock import now
from tests.conftest import ACME_HOST

URL = "/settings/operations/"


def test_an_admin_sees_that_the_clock_does_not_tick_and_what_waits(admin):
    event = StoredEvent.objects.create(type="crm.ContactCreated", facts=[], fact_count=0, subject_ids=[])
    for number, (status, minutes) in enumerate(
        [("pending", -10), ("pending", 10), ("dead", -10), ("dead", 0), ("dead", 5)]
    ):
        due = now() + timedelta(minutes=minutes)
        Delivery.objects.create(event=event, receiver=f"receiver{number}", status=status, due_at=due)
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    page = client.get(URL)

    assert "has not ticked yet" in page.content.decode()
    assert (page.context["overdue"], page.context["dead"]) == (1, 3)


def test_reps_see_nothing_of_it(web):
    assert web.get(URL).status_code == 403
