"""Streams cut into pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.db.chunks import chunked


@pytest.mark.parametrize(
    ("count", "size", "sizes"),
    [(0, 3, []), (1, 3, [1]), (3, 3, [3]), (4, 3, [3, 1]), (6, 3, [3, 3]), (2, 1, [1, 1])],
)
def test_pieces_are_full_but_for_the_last(count, size, sizes):
    assert [len(piece) for piece in chunked(range(count), size)] == sizes


@given(st.lists(st.integers(), max_size=30), st.integers(1, 10))
def test_pieces_hold_everything_in_order(items, size):
    pieces = list(chunked(items, size))

    assert [item for piece in pieces for item in piece] == items
    assert all(1 <= len(piece) <= size for piece in pieces)


def test_a_stream_is_read_no_further_than_it_is_needed():
    read = []

    def stream():
        for number in range(10):
            read.append(number)
            yield number

    assert next(chunked(stream(), 3)) == [0, 1, 2]
    assert read == [0, 1, 2]
