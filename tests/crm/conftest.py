from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.crm.queries import counted


@pytest.fixture
def queries() -> Callable[[int], AbstractContextManager[None]]:
    """Counts a block's queries, without those that choose the schema: `with queries(1): ...`."""

    @contextmanager
    def counting(expected: int) -> Iterator[None]:
        with counted() as said:
            yield
        assert len(said) == expected, "\n".join(said)

    return counting
