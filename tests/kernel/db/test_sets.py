"""Conditions on many values."""

from uuid import uuid4

from django.db import connection
from django.db.models import CharField, UUIDField
from django.test.utils import CaptureQueriesContext

from mauntic.crm.models import Contact
from mauntic.kernel.db.sets import among
from tests.factories.crm import ContactFactory


def test_rows_with_one_of_the_values_are_found(acme):
    ann, bob, cy = (ContactFactory(first_name=name) for name in ("Ann", "Bob", "Cy"))
    assert set(Contact.objects.filter(among("id", {ann.pk, bob.pk, uuid4()}, UUIDField()))) == {ann, bob}
    assert list(Contact.objects.filter(among("first_name", ["Bob", "{x}"], CharField()))) == [bob]
    assert set(Contact.objects.exclude(among("id", [ann.pk], UUIDField()))) == {bob, cy}


def test_without_values_no_row_fits(acme):
    ContactFactory()
    assert not Contact.objects.filter(among("id", [], UUIDField())).exists()


def test_any_number_of_values_is_one_parameter(acme):
    with CaptureQueriesContext(connection) as queries:
        list(Contact.objects.filter(among("id", [uuid4() for _ in range(3)], UUIDField())))
    statement = queries[-1]["sql"]
    assert "= ANY(" in statement
    assert " IN (" not in statement
