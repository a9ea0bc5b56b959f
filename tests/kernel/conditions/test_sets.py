"""Words of a set: whether they include one, in any case, and what is true of a set without words."""

import pytest

from mauntic.kernel.clock import now
from mauntic.kernel.conditions import Field, Kind, find_contradictions, holds, parse, words
from mauntic.kernel.errors import Invalid

FIELDS = {"tags": Field("tags", "Tags", Kind.SET)}


def tree(operator: str, *value: str):
    leaf = {"field": "tags", "operator": operator} | ({"value": value[0]} if value else {})
    return parse(leaf, FIELDS)


@pytest.mark.parametrize(
    ("operator", "value", "tags", "expected"),
    [
        ("has", "VIP", ["vip", "partner"], True),
        ("has", "VIP", ["vips"], False),
        ("has", "VIP", [], False),
        ("has", "VIP", None, False),
        ("has_not", "VIP", ["vip", "partner"], False),
        ("has_not", "VIP", ["partner"], True),
        ("has_not", "VIP", [], True),
        ("has_not", "VIP", None, True),
    ],
)
def test_what_a_set_includes(operator, value, tags, expected):
    assert holds(tree(operator, value), {"tags": tags}, now()) is expected


@pytest.mark.parametrize(("operator", "tags", "expected"), [("is_set", [], False), ("is_not_set", [], True)])
def test_a_set_without_words(operator, tags, expected):
    assert holds(tree(operator), {"tags": tags}, now()) is expected


@pytest.mark.parametrize(
    ("operator", "expected"), [("has", "Tags include VIP"), ("has_not", "Tags do not include VIP")]
)
def test_it_is_said_in_words(operator, expected):
    assert words(tree(operator, "VIP"), FIELDS) == expected


@pytest.mark.parametrize(
    ("first", "second", "clashes"),
    [
        (("has", "VIP"), ("has_not", "VIP"), True),
        (("has", "VIP"), ("has", "partner"), False),
        (("has_not", "VIP"), ("has_not", "partner"), False),
        (("has", "VIP"), ("is_not_set",), True),
        (("has_not", "VIP"), ("is_not_set",), False),
    ],
)
def test_what_can_never_match_together(first, second, clashes):
    both = {"all": [{"field": "tags", "operator": each[0], **({"value": each[1]} if each[1:] else {})} for each in (first, second)]}  # fmt: skip  # noqa: E501
    assert bool(find_contradictions(parse(both, FIELDS))) is clashes


def test_other_operators_do_not_apply():
    with pytest.raises(Invalid, match="does not apply to Tags"):
        tree("contains", "VIP")
