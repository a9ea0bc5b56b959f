"""Segments of segments are decided after those that they name."""

import pytest

from mauntic.crm.segments.domain.nesting import in_order


def test_each_segment_comes_after_those_that_it_names():
    rounds = in_order({"vips": {"hot", "german"}, "hot": set(), "german": {"eu"}, "eu": set()})
    assert [set(each) for each in rounds] == [{"hot", "eu"}, {"german"}, {"vips"}]


def test_a_segment_that_is_decided_elsewhere_is_left_out():
    assert in_order({"hot": {"by hand"}}) == [["hot"]]


@pytest.mark.parametrize(
    "named", [{"a": {"a"}}, {"a": {"b"}, "b": {"a"}}, {"a": {"b"}, "b": {"c"}, "c": {"a"}}]
)
def test_a_circle_is_refused(named):
    with pytest.raises(ValueError, match="→"):
        in_order(named)
