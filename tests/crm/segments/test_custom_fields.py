"""Segments by custom fields of leads and companies, also when a field is archived and comes back."""

from datetime import timedelta

import pytest
import time_machine

from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.fields.services.defining import archive_field, restore_field
from mauntic.crm.models import ChangedContact
from mauntic.crm.segments.services.refreshing import sweep
from mauntic.kernel.clock import now
from tests.crm.segments.conftest import members_of
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.fields import define

pytestmark = pytest.mark.django_db


def asks(operator: str, value: object = None, key: str = "contact.custom.key") -> dict[str, object]:
    found = {"field": key, "operator": operator}
    return found if value is None else found | {"value": value}


@pytest.mark.parametrize(
    ("kind", "fits", "differs", "conditions"),
    [
        ("text", "Pro plan", "Free", asks("contains", "PRO")),
        ("number", 38, 37.5, asks("at_least", 38)),
        ("money", 99.5, "99.5", asks("is_set")),
        ("boolean", True, False, asks("equals", True)),
        ("choice", "pro", "free", asks("in", ["pro"])),
        ("multi_choice", ["free", "pro"], ["free"], asks("contains", "pro")),
        ("date", "2000-01-31", "3000-01-31", asks("overdue")),
        ("date", "2000-01-31", "nonsense", asks("is_set")),
    ],
)
def test_leads_are_matched_by_the_kind_of_the_field(segment, kind, fits, differs, conditions):
    define("key", kind=kind, choices="Pro Free" if "choice" in kind else "")
    inside = ContactFactory(custom_fields={"key": fits})
    ContactFactory(custom_fields={"key": differs})
    ContactFactory(custom_fields={})
    assert members_of(segment(conditions=conditions)) == {inside.pk}


def test_a_person_and_the_company_may_be_asked_for(segment, rep):
    define("keeper", kind="person")
    define("tier", owner="company")
    kept = ContactFactory(custom_fields={"keeper": str(rep.pk)})
    gold = ContactFactory(company=CompanyFactory(custom_fields={"tier": "Gold"}))
    by = asks("equals", str(rep.pk), "contact.custom.keeper")
    assert members_of(segment("Kept", by)) == {kept.pk}
    assert members_of(segment("Gold", asks("equals", "gold", "company.custom.tier"))) == {gold.pk}


def test_a_changed_value_lets_a_lead_join_and_leave(segment, run_jobs):
    define("key", kind="number")
    lead = ContactFactory()
    made = segment(conditions=asks("at_least", 10))
    for value, there in ((10, {lead.pk}), (9, set()), (11, {lead.pk}), (None, set())):
        with run_jobs():
            update_contact(contact=lead, values={"custom_fields": {"key": value}})
        assert members_of(made) == there


def test_a_date_lets_leads_leave_by_time_alone(segment, run_jobs):
    define("key", kind="date")
    lead = ContactFactory(custom_fields={"key": (now() + timedelta(days=2)).date().isoformat()})
    made = segment(conditions=asks("in_next_days", 3))
    assert members_of(made) == {lead.pk}
    with time_machine.travel(now() + timedelta(days=4)), run_jobs():
        sweep()
    assert (members_of(made), ChangedContact.objects.count()) == (set(), 0)


def test_a_segment_of_an_archived_field_has_nobody_until_it_is_back(segment, run_jobs):
    (field,) = define("key")
    lead = ContactFactory(custom_fields={"key": "x"})
    made = segment(conditions=asks("equals", "x"))
    with run_jobs():
        archive_field(field_id=field.pk)
    assert members_of(made) == set()
    with run_jobs():
        restore_field(field_id=field.pk)
    assert members_of(made) == {lead.pk}
