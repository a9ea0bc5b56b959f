"""Names that records had before custom fields were defined become texts."""

from importlib import import_module

import pytest
from django.db import connection

from mauntic.crm.models import CustomField
from tests.factories.crm import CompanyFactory, ContactFactory

pytestmark = pytest.mark.django_db
DEFINED = import_module("mauntic.crm.migrations.0015_custom_fields")._DEFINED


def test_each_name_becomes_a_field_under_its_own_key(acme):
    ContactFactory(custom_fields={"Plan": "a", "plan": "b", "x" * 100: "c", "": "d", "y" * 101: "e"})
    ContactFactory(custom_fields={"Plan": 1})
    ContactFactory(custom_fields=["no object"])
    CompanyFactory(custom_fields={"Plan": "a"})
    with connection.cursor() as cursor:
        cursor.execute(DEFINED)
    rows = CustomField.objects.order_by("owner", "position").values_list("owner", "key", "label", "kind")
    assert set(rows) == {
        ("company", "Plan", "Plan", "text"),
        ("contact", "Plan", "Plan", "text"),
        ("contact", "plan", "plan (2)", "text"),
        ("contact", "x" * 100, "x" * 90, "text"),
    }
