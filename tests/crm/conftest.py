from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def queries():
    """Counts a block's queries, without those that choose the schema: `with queries(1): ...`."""

    @contextmanager
    def counting(expected):
        with CaptureQueriesContext(connection) as captured:
            yield
        said = [query["sql"] for query in captured if "search_path" not in query["sql"]]
        assert len(said) == expected, "\n".join(said)

    return counting
