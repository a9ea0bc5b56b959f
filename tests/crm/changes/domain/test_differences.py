from decimal import Decimal

from mauntic.crm.changes.domain.differences import differences


def test_only_fields_with_another_value_differ():
    before = {"title": "CTO", "phone": "", "email": "ann@acme.example"}
    after = {"title": "CEO", "phone": None, "email": "ann@acme.example"}
    assert differences(before, after) == {"title": ("CTO", "CEO")}


def test_an_emptied_and_a_filled_field_differ_from_none():
    assert differences({"title": "CTO", "phone": ""}, {"title": "", "phone": "+1"}) == {
        "title": ("CTO", None),
        "phone": (None, "+1"),
    }


def test_each_custom_field_differs_by_itself():
    before = {"custom_fields": {"Region": "North", "Tier": 1, "Gone": "x"}}
    after = {"custom_fields": {"Region": "South", "Tier": 1, "New": True}}
    assert differences(before, after) == {
        "custom:Region": ("North", "South"),
        "custom:New": (None, True),
        "custom:Gone": ("x", None),
    }


def test_amounts_are_compared_by_value():
    assert differences({"revenue": Decimal("10.00")}, {"revenue": Decimal(10)}) == {}


def test_no_values_differ_from_no_values():
    assert differences({}, {"title": "", "tech_stack": [], "custom_fields": {}}) == {}
