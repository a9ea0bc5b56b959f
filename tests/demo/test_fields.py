"""The demonstration has custom fields with values, and segments that ask for them."""

from demo.fields import DATED, FIELDS, GUESTS, SEGMENTS, make
from mauntic.crm.fields.selectors.definitions import CustomReader
from mauntic.crm.models import Contact, CustomField, Segment
from tests.factories.crm import ContactFactory
from tests.factories.fields import define


def test_fields_fit_their_values_and_segments_have_members(acme, make_user, run_jobs):
    make_user("ops")
    define(DATED)
    ContactFactory.create_batch(60, seniority="vp", company__employees=2_000)
    with run_jobs():
        make()
    assert CustomField.objects.count() == len(FIELDS)
    reader = CustomReader.of("contact")
    held = [lead.custom_fields for lead in Contact.objects.exclude(custom_fields={})]
    assert [reader.read(values) for values in held] == [(values, {}) for values in held]
    assert len(held) == 7
    sizes = dict(Segment.objects.values_list("name", "size"))
    assert sizes.pop("Guests of the spring dinner") == GUESTS
    assert sorted(sizes) == sorted(name for name, _conditions in SEGMENTS)
    assert all(size > 0 for size in sizes.values())
