"""What is used of a budget."""

from decimal import Decimal

import pytest

from mauntic.kernel.budgets import Usage


@pytest.mark.parametrize(
    ("limit", "reserved", "spent", "price", "left", "share", "reached"),
    [
        (None, "1", "2", "0", None, None, 0),
        ("0", "0", "0", "0", "0", 1.0, 0),
        ("10", "0", "0", "0", "10", 0.0, 0),
        ("10", "3", "5", "0", "2", 0.8, 80),
        ("10", "0", "7.99", "0", "2.01", 0.799, 0),
        ("10", "0", "10", "0", "0", 1.0, 100),
        ("10", "0", "9.90", "0.20", "0.10", 0.99, 100),
        ("10", "4", "9", "0", "0", 1.0, 100),
    ],
)
def test_what_is_left_and_reached_follows_from_what_is_used(
    limit, reserved, spent, price, left, share, reached
):
    usage = Usage(
        limit=None if limit is None else Decimal(limit),
        reserved=Decimal(reserved),
        spent=Decimal(spent),
        price=Decimal(price),
    )
    assert usage.used == Decimal(reserved) + Decimal(spent)
    assert usage.left == (None if left is None else Decimal(left))
    assert (usage.share, usage.reached) == (share, reached)
    assert (usage.is_nearly_used, usage.is_used_up) == (reached == 80, reached == 100)
