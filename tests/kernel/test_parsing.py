"""Ids in addresses and forms."""

from uuid import UUID

from mauntic.kernel.parsing import uuids

ONE, TWO = "0193a7c4-1f00-7000-8000-000000000001", "0193A7C4-1F00-7000-8000-000000000002"


def test_ids_are_read_in_order_and_what_is_none_is_left_out():
    assert uuids([TWO, "x", ONE, "", f"{ONE}0", TWO]) == [UUID(TWO), UUID(ONE), UUID(TWO)]
    assert uuids([]) == []
