"""What is sent is of the type that is declared."""

import pytest
from rest_framework import serializers

from mauntic.kernel.api.fields import RoundedField, WordField
from mauntic.kernel.api.json_types import problems_of
from mauntic.kernel.api.serializers import number

FIELDS = {
    "text": serializers.CharField(),
    "word": WordField(["low", "high"]),
    "id": serializers.UUIDField(),
    "at": serializers.DateTimeField(),
    "whole": serializers.IntegerField(),
    "minutes": RoundedField(),
    "amount": number(),
    "flag": serializers.BooleanField(),
    "texts": serializers.ListField(child=serializers.CharField()),
    "points": serializers.DictField(child=number()),
    "free": serializers.JSONField(),
}


@pytest.mark.parametrize(
    "right",
    [
        {"text": "5", "word": "low", "id": "x", "at": "2026-01-01", "flag": False},
        {"whole": 5, "minutes": 1.5, "amount": 2},
        {"whole": 5.0},
        {"texts": ["a"], "points": {"a": 1.5}},
        {"free": 5},
        {"free": {"a": [None]}},
        {"text": None, "texts": None},
        {"unknown": 5},
    ],
)
def test_right_types_pass(right):
    assert problems_of(FIELDS, right) == {}


@pytest.mark.parametrize(
    ("key", "wrong", "said"),
    [
        ("text", 5, ["Send a text."]),
        ("text", True, ["Send a text."]),
        ("word", 1, ["Send a text."]),
        ("id", 5, ["Send a text."]),
        ("at", 1_700_000_000, ["Send a text."]),
        ("whole", "5", ["Send a whole number."]),
        ("whole", 5.5, ["Send a whole number."]),
        ("whole", True, ["Send a whole number."]),
        ("amount", "5", ["Send a number."]),
        ("minutes", True, ["Send a number."]),
        ("flag", "true", ["Send true or false."]),
        ("flag", 1, ["Send true or false."]),
        ("texts", "a", ["Send a list."]),
        ("texts", ["a", 5], {1: ["Send a text."]}),
        ("points", [], ["Send an object."]),
        ("points", {"a": 1, "b": "2"}, {"b": ["Send a number."]}),
    ],
)
def test_wrong_types_are_told_by_key_and_place(key, wrong, said):
    assert problems_of(FIELDS, {key: wrong}) == {key: said}
