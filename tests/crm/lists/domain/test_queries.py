"""What of the address of a list belongs to a view."""

import pytest

from mauntic.crm.lists.domain.queries import is_same, query_of


@pytest.mark.parametrize(
    ("given", "query"),
    [
        ({}, ""),
        ({"q": ["a b"], "grade": ["B", "A"], "tag": [""]}, "grade=B&grade=A&q=a+b"),
        (
            {"view": ["1"], "after": ["x"], "before": ["y"], "ids": ["2"], "edit": ["z"], "sort": ["name"]},
            "sort=name",
        ),
        ({"q": ["ä&=ö"]}, "q=%C3%A4%26%3D%C3%B6"),
    ],
)
def test_filled_filters_and_the_order_belong_to_it(given, query):
    assert query_of(given) == query


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("", "tab=all&sort=-score", True),
        ("grade=A&grade=B", "grade=B&grade=A", True),
        ("grade=A", "grade=B", False),
        ("tab=mine", "", False),
        ("q=a", "q=a&sort=name", False),
    ],
)
def test_two_queries_are_the_same_if_they_show_the_same(one, other, same):
    assert is_same(one, other, usual=[("tab", "all"), ("sort", "-score")]) is same
    assert is_same(other, one, usual=[("tab", "all"), ("sort", "-score")]) is same
