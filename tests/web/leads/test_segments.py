"""Leads of the list are added to a segment by hand, and the list shows those of a segment."""

import pytest
from django.test import Client

from mauntic.crm.models import Segment, SegmentMember
from mauntic.crm.segments.services.by_hand import add_members
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


@pytest.fixture
def guests(acme) -> Segment:
    return Segment.objects.create(name="Guests", kind="by_hand")


def address(leads) -> str:
    return "/leads/segment/?" + "&".join(f"ids={each.pk}" for each in leads)


def test_ticked_leads_are_added_to_a_segment(office, guests):
    leads = [ContactFactory() for _ in range(3)]
    add_members(segment_id=guests.pk, contact_ids=[leads[0].pk])
    answer = office.post("/leads/bulk/", {"action": "segment", "ids": [str(each.pk) for each in leads]})
    assert answer["Location"] == address(leads)
    assert "Add 3 leads to a segment" in office.get(answer["Location"]).text
    page = office.post(answer["Location"], {"segment": str(guests.pk), "confirmed": "3"}, follow=True)
    assert "2 leads added to Guests. 1 was in it already." in page.text
    assert SegmentMember.objects.filter(segment=guests).count() == 3


def test_leads_are_added_to_a_new_segment(office):
    lead = ContactFactory()
    office.post(address([lead]), {"name": "Dinner", "confirmed": "1"})
    segment = Segment.objects.get()
    assert (segment.name, segment.kind, segment.size) == ("Dinner", "by_hand", 1)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Enter a name."),
        ({"name": "guests"}, "There is another segment of this name."),
        ({"segment": "conditions"}, "Choose a segment that people decide."),
        ({"segment": "guests", "name": "Dinner"}, "Choose a segment, or leave it at a new one."),
    ],
)
def test_what_cannot_be_is_said_and_nobody_is_added(office, guests, given, sentence):
    decided = Segment.objects.create(name="Decided", kind="conditions")
    ids = {"guests": str(guests.pk), "conditions": str(decided.pk)}
    sent = {name: ids.get(value, value) if name == "segment" else value for name, value in given.items()}
    answer = office.post(address([ContactFactory()]), sent | {"confirmed": "1"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert (Segment.objects.count(), SegmentMember.objects.count()) == (2, 0)


def test_a_number_that_changed_meanwhile_is_asked_for_again(office, guests):
    for name in ("Ann", "Bob"):
        ContactFactory(first_name=name, country="DE")
    sent = {"segment": str(guests.pk), "confirmed": "1"}
    answer = office.post("/leads/segment/?country=DE", sent)
    assert answer.status_code == 422
    assert "Meanwhile 2 leads match the filters." in answer.text
    assert 'name="confirmed" value="2"' in answer.text
    assert not SegmentMember.objects.exists()
    office.post("/leads/segment/?country=DE", sent | {"confirmed": "2"})
    assert SegmentMember.objects.count() == 2


def test_reps_do_not_add_to_segments(web, guests):
    lead = ContactFactory()
    assert web.get(address([lead])).status_code == 403
    assert "Add to segment" not in web.get("/leads/").text


def test_the_list_shows_the_leads_of_a_segment(web, guests):
    inside, _outside = ContactFactory(first_name="Inside"), ContactFactory(first_name="Outside")
    add_members(segment_id=guests.pk, contact_ids=[inside.pk])
    page = web.get(f"/leads/?segment={guests.pk}")
    assert "Inside" in page.text
    assert "Outside" not in page.text
    assert "Select a valid choice" in web.get("/leads/?segment=none").text
