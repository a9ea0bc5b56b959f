"""How many messages are handed over together: as many as leave within a moment."""

from datetime import timedelta

MOST = 10
LONGEST = timedelta(seconds=1)
"""What has not left after this time is taken back: meanwhile its recipient may have said no."""


def next_size(size: int, took: timedelta) -> int:
    """Return the size of the next group, which doubles while a server is fast.

    Args:
        size: of the last one.
        took: until all of it had left.
    """
    if took > LONGEST:
        return max(size // 2, 1)
    return min(size * 2, MOST) if took * 2 <= LONGEST else size
