"""How many messages are handed over together."""

from datetime import timedelta

import pytest

from mauntic.delivery.messages.domain.groups import MOST, next_size


@pytest.mark.parametrize(
    ("size", "seconds", "following"),
    [
        (1, 0.01, 2),
        (4, 0.5, 8),
        (8, 0.1, MOST),
        (MOST, 0.1, MOST),
        (4, 0.8, 4),
        (4, 1.1, 2),
        (1, 90, 1),
    ],
)
def test_groups_grow_while_the_server_is_fast_and_shrink_when_it_is_slow(
    size: int, seconds: float, following: int
) -> None:
    assert next_size(size, timedelta(seconds=seconds)) == following
